-- grain: one row a version: when it began and ended
select '{{register}}' as register, township_id, from_at, to_at
from {{register}}_rows
