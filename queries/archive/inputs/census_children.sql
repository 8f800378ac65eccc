-- grain: one row a child in the census, whatever its situation. A day stands for all days that the duties cannot tell apart:
-- the earliest one that any child of the county has among them, so that no birthday picks out a child.
-- renumbered: child_id, school
with ages as (
    select born_after_on from semesters
    union
    select born_after_on from year_months
    union
    select born_after(cast($as_of as date), age)
    from (values (3), (6), (16), ((select age_limit from policy))) as limits(age)
),
age_days as (
    select list(born_after_on) as days
    from ages
),
placed as (
    select
        *, cast($as_of as date) as on_day, make_date(year($as_of), 1, 1) as year_on,
        len(list_filter((select days from age_days), lambda day: birth_date > day)) as age_class,
        cast(left_behind_from + to_months((select min_months_out from policy)) as date) as counts_from
    from census_children
),
classed as (
    select
        *,
        -- the first day of a month by which it has begun, and whether it has by the day itself
        (greatest(date_trunc('month', counts_from - 1) + interval 1 month, year_on), counts_from > on_day) as from_class,
        (greatest(date_trunc('month', left_behind_to), year_on - 1), left_behind_to > on_day) as to_class
    from placed
)
select
    child_id, township_id, if(school is null, null, township_id || '/' || school) as school,
    min(birth_date) over (partition by age_class, birth_date is null) as birth_date,
    cast(situation as varchar) as situation,
    min(left_behind_from) over (partition by from_class, left_behind_from is null) as left_behind_from,
    min(left_behind_to) over (partition by to_class, left_behind_to is null) as left_behind_to,
    if(care_level = 4, care_level, null) as care_level
from classed
