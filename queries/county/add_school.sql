insert into schools
values ($township_id, $name);
