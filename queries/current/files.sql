-- grain: one row of a township's files register as it stood at `as_of`
create or replace macro current_files(as_of) as table
select *
from files_rows
where from_at <= as_of
    and (to_at is null or to_at > as_of)
    and township_id in (select township_id from townships);
