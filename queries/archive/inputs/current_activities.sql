-- grain: one activity of the year of `as_of` in its month; where there were none in it, that there were some
-- renumbered: home_id
with held as (
    select *, year(held_on) = year($as_of) and held_on <= cast($as_of as date) as is_of_year
    from current_activities
)
select
    township_id, township_id || '/' || home_id as home_id, cast(date_trunc('month', held_on) as date) as held_on,
    coalesce(principal_present, false) as principal_present, coalesce(reported, false) as reported
from held
where is_of_year
union all
select distinct cast(null as varchar), cast(null as varchar), cast(null as date), false, false
from held
where is_of_year is not true
