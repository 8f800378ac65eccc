-- grain: one row a school that a department is linked to, and whether it is by the day of `as_of`
-- renumbered: school
select distinct
    township_id, if(school is null, null, township_id || '/' || school) as school,
    if(since > cast($as_of as date), cast($as_of as date) + 1, null) as since
from current_school_links
