insert into care_rules
values ($position, $aspect, $fact, $points, $level);
