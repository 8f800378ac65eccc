-- grain: one row a child of the ledger without a complete file (queries/lacking/file.sql: what it lacks)
select
    'file' as list, duty, subject_id, child_id, township_id, village, school, period, due_at, status,
    cast(null as varchar[]) as missing
from to_do
where duty = 'file' and status = 'missed'
