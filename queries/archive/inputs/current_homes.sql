-- grain: one home for left-behind children that has opened by the day of `as_of`, without its name and place
-- renumbered: home_id, school
with opened as (
    select *, greatest(date_trunc('month', opened_on - 1) + interval 1 month, make_date(year($as_of), 1, 1)) as opened_class
    from homes_in_use
)
select
    township_id, township_id || '/' || home_id as home_id, if(school is null, null, township_id || '/' || school) as school,
    min(opened_on) over (partition by opened_class, opened_on is null) as opened_on,
    coalesce(has_sign, false) as has_sign, coalesce(has_place, false) as has_place,
    coalesce(has_equipment, false) as has_equipment, coalesce(has_staff, false) as has_staff,
    coalesce(has_files, false) as has_files, coalesce(has_plan, false) as has_plan,
    coalesce(has_ledger, false) as has_ledger, coalesce(has_funding, false) as has_funding
from opened
