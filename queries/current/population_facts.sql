-- grain: one row a child of population(D), with what its files say (file_facts); all null where it has none
-- materialized: yes
select
    child.child_id, child.township_id, child.village, child.school, child.birth_date,
    fact.is_in_school, fact.is_in_kindergarten, fact.is_immunised, fact.trained_on
from population as child
left join file_facts as fact using (child_id)
