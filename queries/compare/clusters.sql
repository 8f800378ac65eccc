-- grain: one row a unit of `$level` and outcome: so many subjects (children, incidents) have `met` of `total` judged duties;
-- what a cluster bootstrap draws from (statistics.md, Ranks and bands)
with placed as (
    select
        case $level
            when 'county' then (select code from county)
            when 'township' then township_id
            when 'village' then township_id || '/' || village
            else township_id || '/' || school
        end as unit_id,
        subject_id, child_id, status
    from ledger
    where period_within(period, $period)
        and status in ('met', 'late', 'missed')
        and ($unit = '' or township_id = $unit)
),
judged as (
    select unit_id, subject_id, child_id, count(*) filter (where status = 'met') as met, count(*) as total
    from placed
    where unit_id is not null
    group by unit_id, subject_id, child_id
)
select unit_id, met, total, count(*) as subjects
from judged
group by unit_id, met, total
order by unit_id, met, total;
