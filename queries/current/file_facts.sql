-- grain: one row a child with a file: what any of its files says; a file counts for its child whichever township exported it
-- materialized: yes
select
    child_id, bool_or(schooling = 'in_school') as is_in_school, bool_or(schooling = 'kindergarten') as is_in_kindergarten,
    bool_or(immunised) as is_immunised, bool_or(in_need) as is_in_need,
    max(guardian_trained_on) filter (where guardian_trained_on <= cast($as_of as date)) as trained_on
from current_files
-- of units: where child_id in (select child_id from children)
group by child_id
