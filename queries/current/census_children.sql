-- grain: one row a child in the census at `as_of`, whatever its situation
-- A child in the census of two townships counts, before any filter, in the one whose row has the later left_behind_from,
-- on a tie in the one with the lower id (registers.md, A batch).
with single as (
    select *
    from current_census
    anti join census_repeats using (child_id)
),
chosen as (
    select *
    from current_census
    semi join census_repeats using (child_id)
    qualify row_number() over (partition by child_id order by left_behind_from desc, township_id) = 1
),
one_each as (
    select * from single
    union all
    select * from chosen
)
select child_id, township_id, village, school, sex, birth_date, situation, left_behind_from, left_behind_to, care_level
from one_each
where township_id in (select township_id from townships)
