-- grain: one row of a township's {{register}} register as it stood at `as_of`
select *
from {{register}}_rows
where from_at <= $as_of and (to_at is null or to_at > $as_of)
