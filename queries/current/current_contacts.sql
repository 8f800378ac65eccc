-- grain: one row of a township's contacts register as it stood at `as_of`
select *
from contacts_rows
where from_at <= $as_of and (to_at is null or to_at > $as_of)
