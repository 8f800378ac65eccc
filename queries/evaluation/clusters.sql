-- grain: one township and kind of subject with the same due rows: `pattern` is `duty:met/total` of each duty, in order of the
-- codes, `subject_count` how many children (or incidents, homes, cases, schools) have just this (docs/evaluation.md). What is
-- open to the year's last second, as December is, is over with the year
with due as (
    select
        township_id, coalesce(cast(child_id as varchar), subject_kind || ' ' || subject_id) as subject, duty,
        count(*) filter (where status in ('met', 'ahead')) as met, count(*) as total
    from ledger
    where (status in ('met', 'late', 'missed') or due_at <= $as_of and due_at = end_of(make_date(year($as_of), 12, 31)))
        and period_within(period, $period)
        and township_id in (select township_id from townships)
    group by all
),
subjects as (
    select township_id, subject, string_agg(duty || ':' || met || '/' || total, ' ' order by duty) as pattern
    from due
    group by all
)
select township_id, pattern, count(*) as subject_count
from subjects
group by all
order by township_id, pattern
