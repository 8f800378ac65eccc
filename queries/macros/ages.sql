-- A child is under `age` full years on a day when born after this date (duties.md, ages). A child born on 29 February is
-- a year older on 1 March of a common year.
create or replace macro born_after(day, age) as (cast(day - to_years(age) as date));
