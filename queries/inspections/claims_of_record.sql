-- grain: one row a drawn subject (`$subjects`: kind, colon, subject as in the frame), duty and item that the record says is
-- done or is not, at `$as_of`: of duties of a month or a semester the last two of the period that were due
with rows_of as (
    select
        case subject_kind
            when 'child' then 'child:' || cast(child_id as varchar)
            when 'incident' then 'incident:' || township_id || '/' || subject_id
            when 'home' then 'home:' || township_id || '/' || subject_id
            when 'standard' then 'home:' || township_id || '/' || regexp_replace(subject_id, '/[^/]*$', '')
            when 'school' then 'school:' || subject_id
        end as subject,
        duty, if(subject_kind = 'standard', split_part(subject_id, '/', -1), '') as item, period, status, due_at, met_at
    from ledger
    where status in ('met', 'late', 'missed') and (period = 'state' or period_within(period, $period))
),
placed as (
    select *, row_number() over (partition by subject, duty, item order by period desc) as place
    from rows_of
    where list_contains($subjects, subject)
)
select subject, duty, item, period, status, due_at, met_at
from placed
where place <= 2
order by subject, duty, item, period
