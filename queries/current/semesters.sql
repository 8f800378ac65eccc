-- grain: one row a semester that starts in the year of `as_of` and has begun (duties.md): spring 1 March–31 July,
-- autumn 1 September–31 January; `until_on` is the last day that is over or running. In the year of `as_of` a day from
-- September on is in autumn, one from March to July in spring.
with named as (
    select 'spring' as season, false as is_autumn, make_date(year($as_of), 3, 1) as first_on, make_date(year($as_of), 7, 31) as last_on
    union all
    select 'autumn', true, make_date(year($as_of), 9, 1), make_date(year($as_of) + 1, 1, 31)
)
select
    is_autumn, year($as_of) || '-' || season as period, first_on, last_on, least(last_on, cast($as_of as date)) as until_on,
    born_after(least(last_on, cast($as_of as date)), (select age_limit from policy)) as born_after_on
from named
where first_on <= cast($as_of as date)
