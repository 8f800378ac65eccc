-- Adds a unit to what an account is for.
insert into account_units values ($name, $unit_id);
