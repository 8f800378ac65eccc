-- grain: one row of the ledger in the asked unit that is not done; every list of `queries/todo` is made of these. When a duty was
-- done is left out: the days are not looked up
select duty, subject_kind, subject_id, child_id, township_id, village, school, period, due_at, status
from ledger
where status in ('pending', 'missed') and is_in_units($units, township_id, village, school)
