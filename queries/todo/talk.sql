-- grain: one row a child and month of `$talk_period` whose talk of the ledger is pending or missed
select
    'talk' as list, duty, subject_id, child_id, township_id, village, school, period,
    due_at, status, ['talk'] as missing
from to_do
where duty = 'talk' and status in ('pending', 'missed') and period_within(period, $talk_period)
