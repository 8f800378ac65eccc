-- grain: one row a child and month of `$talk_period` whose talk of the ledger is pending or missed
select
    'talk' as list, duty, subject_id, try_cast(subject_id as hugeint) as child_id, ledger.township_id, ledger.village, ledger.school, ledger.period, due_at, status, ['talk'] as missing
from ledger
where duty = 'talk' and status in ('pending', 'missed') and period_within(period, $talk_period)
