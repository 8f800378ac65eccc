-- grain: one row a child of population(D) (duties.md): situation as the policy says, left behind on D, under age on D
create or replace macro population(as_of) as table
select child_id, township_id, village, school, care_level
from children(as_of)
where is_in_situation
    and left_behind_from <= cast(as_of as date)
    and (left_behind_to is null or left_behind_to > cast(as_of as date))
    and age_on(birth_date, cast(as_of as date)) < (select age_limit from policy);
