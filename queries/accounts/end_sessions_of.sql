-- All sessions of an account end.
delete from sessions where name = $name;
