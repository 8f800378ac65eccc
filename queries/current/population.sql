-- grain: one row a child of population(D) (duties.md): situation as the policy says, left behind on D, under age on D
-- materialized: yes
select child_id, township_id, village, school, birth_date, care_level
from children
where left_behind_from <= cast($as_of as date)
    and (left_behind_to is null or left_behind_to > cast($as_of as date))
    and birth_date > born_after(cast($as_of as date), (select age_limit from policy))
