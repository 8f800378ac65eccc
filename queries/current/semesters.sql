-- grain: one row a semester that starts in the year of `as_of` and has begun (duties.md): spring 1 March–31 July,
-- autumn 1 September–31 January
create or replace macro semesters(as_of) as table
with named as (
    select 'spring' as season, make_date(date_part('year', as_of), 3, 1) as first_on, make_date(date_part('year', as_of), 7, 31) as last_on
    union all
    select 'autumn', make_date(date_part('year', as_of), 9, 1), make_date(date_part('year', as_of) + 1, 1, 31)
)
select date_part('year', as_of) || '-' || season as period, first_on, last_on
from named
where first_on <= cast(as_of as date);
