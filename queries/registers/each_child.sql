-- of: children
-- grain: one row a version that is of a child: whose it is, and where it was first seen
select '{{register}}' as register, township_id, child_id, source_id, row_number, to_at is null as is_standing
from {{register}}_rows
