-- Full years on a day (duties.md): a child born on 29 February is a year older on 1 March of a common year.
create or replace macro age_on(birth_date, day) as (
    (date_part('year', day) * 10000 + date_part('month', day) * 100 + date_part('day', day)
    - date_part('year', birth_date) * 10000 - date_part('month', birth_date) * 100 - date_part('day', birth_date)) // 10000
);
