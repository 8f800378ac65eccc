-- grain: one row a child of the ledger without a pairing in force
select
    'pairing' as list, duty, subject_id, try_cast(subject_id as hugeint) as child_id, ledger.township_id, ledger.village, ledger.school, ledger.period, due_at, status, ['pairing'] as missing
from ledger
where duty = 'pairing' and status = 'missed'
