-- grain: one row a child in the census at `as_of`
-- A child in the census of two townships counts, before any filter, in the one whose row has the later left_behind_from,
-- on a tie in the one with the lower id (registers.md, A batch).
create or replace macro children(as_of) as table
select
    child_id, township_id, village, school, sex, birth_date, situation, left_behind_from, left_behind_to, care_level,
    situation in (select situation from policy_situations) as is_in_situation
from current_census(as_of)
qualify row_number() over (partition by child_id order by left_behind_from desc, township_id) = 1;
