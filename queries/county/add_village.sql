insert into villages
values ($township_id, $name);
