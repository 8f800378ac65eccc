-- grain: one row a unit and duty at `$as_of`: how many are met, late, missed, ahead, pending, and the rate with its Wilson
-- interval (interfaces.md, summary). `$units`: the townships that are looked at; none: all
with counted as (
    -- places that no asked level needs are null, so that the engine need not carry them
    select
        duty, township_id, cast({{village}} as varchar) as village, cast({{school}} as varchar) as school,
        period = 'state' as is_state, status, count(*) as n
    from ledger
    where period_within(period, $period) and (len($units) = 0 or list_contains($units, township_id))
    group by all
),
placed as (
    select 'county' as level, (select code from county) as unit_id, (select name from county) as unit_name, duty, is_state, status, n
    from counted
    union all
    select 'township', counted.township_id, townships.name, duty, is_state, status, n
    from counted
    inner join townships using (township_id)
    union all
    select 'village', township_id || '/' || village, village, duty, is_state, status, n
    from counted
    where village is not null
    union all
    select 'school', township_id || '/' || school, school, duty, is_state, status, n
    from counted
    where school is not null
),
summed as (
    select
        level, unit_id, unit_name, duty, is_state,
        cast(coalesce(sum(n) filter (where status = 'met'), 0) as bigint) as met,
        cast(coalesce(sum(n) filter (where status = 'late'), 0) as bigint) as late,
        cast(coalesce(sum(n) filter (where status = 'missed'), 0) as bigint) as missed,
        cast(coalesce(sum(n) filter (where status = 'ahead'), 0) as bigint) as ahead,
        cast(coalesce(sum(n) filter (where status = 'pending'), 0) as bigint) as pending
    from placed
    where list_contains($levels, level) and ($unit = '' or unit_id = $unit)
    group by all
)
select
    level, unit_id, unit_name, duty, if(is_state, 'state', $period) as period,
    met, late, missed, ahead, pending,
    if(met + late + missed > 0, met / (met + late + missed), null) as rate,
    wilson_low(met, met + late + missed) as low,
    wilson_high(met, met + late + missed) as high,
    duties.target
from summed
inner join duties on duties.code = summed.duty
order by list_position(['county', 'township', 'village', 'school'], level), duties.position, unit_id;
