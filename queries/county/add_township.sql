insert into townships
values ($township_id, $name, $position);
