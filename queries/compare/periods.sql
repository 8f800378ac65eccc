-- grain: one row a unit of `$level` and period of the duty in the year of `$as_of`: what of it is judged
with placed as (
    select
        case $level
            when 'county' then (select code from county)
            when 'township' then township_id
            when 'village' then township_id || '/' || village
            else township_id || '/' || school
        end as unit_id,
        period, status
    from ledger
    where status in ('met', 'late', 'missed')
        and ($unit = '' or township_id = $unit)
)
select unit_id, period, count(*) filter (where status = 'met') as met, count(*) as closed
from placed
where unit_id is not null
group by unit_id, period
-- spring comes before autumn, and after it in the alphabet
order by unit_id, left(period, 4), ends_with(period, 'autumn'), period;
