-- grain: one row a school; it is renumbered wherever it stands
-- renumbered: name as school
select township_id, township_id || '/' || name as name
from schools
