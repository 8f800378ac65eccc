-- grain: one row a child in the census at `as_of` whose situation counts; it counts from `left_behind_from` on, which is
-- `min_months_out` months after the day in the register
-- materialized: yes
select
    child_id, township_id, village, school, sex, birth_date, situation,
    cast(left_behind_from + to_months((select min_months_out from policy)) as date) as left_behind_from,
    left_behind_to, care_level
from census_children
where situation in (select situation from policy_situations)
    -- of units: and is_in_townships_of($units, township_id)
