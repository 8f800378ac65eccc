-- grain: one row of a township's files register as it stood at `as_of`
select *
from files_rows
where from_at <= $as_of and (to_at is null or to_at > $as_of)
