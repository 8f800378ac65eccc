-- grain: one row a child of the ledger that lacks a cadre, a teacher or both (queries/lacking/key_pairing.sql: which)
select
    'key_pairing' as list, duty, subject_id, child_id, township_id, village, school, period, due_at, status,
    cast(null as varchar[]) as missing
from to_do
where duty = 'key_pairing' and status = 'missed'
