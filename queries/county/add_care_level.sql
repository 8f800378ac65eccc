insert into care_levels
values ($level, $points);
