insert into county
values ($code, $name, $timezone);
