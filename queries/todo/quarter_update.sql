-- grain: one row a township of the ledger whose update of the last quarter that has begun is pending or missed
select
    'quarter_update' as list, duty, subject_id, cast(null as hugeint) as child_id, township_id, village, school,
    period, due_at, status, ['census'] as missing
from to_do
where duty = 'quarter_update' and status in ('pending', 'missed') and period = (select max(period) from quarters)
