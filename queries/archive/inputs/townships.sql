-- grain: one row a township
select township_id
from townships
