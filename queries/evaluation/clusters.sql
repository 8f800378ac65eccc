-- grain: one township and kind of subject with the same due rows: `pattern` is `duty:met/total` of each duty, in order of the
-- codes, `subject_count` how many children (or incidents, homes, cases, schools) have just this (docs/evaluation.md)
with due as (
    select
        township_id, coalesce(cast(child_id as varchar), subject_kind || ' ' || subject_id) as subject, duty,
        count(*) filter (where status = 'met') as met, count(*) as total
    from ledger
    where status in ('met', 'late', 'missed') and period_within(period, $period)
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
