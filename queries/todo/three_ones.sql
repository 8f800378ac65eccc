-- grain: one row a child of the ledger whose three ones of `$semester`, or of the last one that has begun, are pending or missed
-- (queries/lacking/three_ones.sql: which)
select
    'three_ones' as list, duty, subject_id, child_id, township_id, village, school, period, due_at, status,
    cast(null as varchar[]) as missing
from to_do
where duty = 'three_ones' and status in ('pending', 'missed')
    and period = (select period from semesters order by period = $semester desc, first_on desc limit 1)
