-- grain: one row a child of the ledger without a pairing in force
select
    'pairing' as list, duty, subject_id, child_id, township_id, village, school, period,
    due_at, status, ['pairing'] as missing
from to_do
where duty = 'pairing' and status = 'missed'
