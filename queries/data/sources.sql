-- grain: one row a township of the config: how its source fares
with last_good as (
    select township_id, max(run_id) as run_id, max(started_at) as started_at
    from runs
    where state <> 'failed'
    group by township_id
),
failures as (
    select runs.township_id, count(*) as failure_count, min(runs.started_at) as failing_since
    from runs
    left join last_good using (township_id)
    where runs.state = 'failed' and runs.run_id > coalesce(last_good.run_id, 0)
    group by runs.township_id
),
last as (
    select *
    from runs
    qualify row_number() over (partition by township_id order by run_id desc) = 1
)
select
    townships.township_id, townships.name as township, last.started_at as last_run_at, last.state, last.message,
    last_good.started_at as last_success_at, coalesce(failures.failure_count, 0) as failure_count, failures.failing_since
from townships
left join last using (township_id)
left join last_good using (township_id)
left join failures using (township_id)
order by townships.position;
