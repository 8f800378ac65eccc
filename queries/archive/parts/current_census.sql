-- grain: one row a child of the archive and the place where it is counted: what the archive has in the place of the census
select township_id, child_id, village, school
from census_children
