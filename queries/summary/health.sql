-- grain: one row a township of the config and register that its batches spoke of; a township without a batch has one row
-- without a register.
--
-- A register is *good* in a batch that loaded it or found it unchanged. It is stale since the earliest of:
--   * the first batch after its last good one that refused or held it, or missed it though it once had data;
--   * `$stale_after_minutes` after its last good batch, once that is past at `$as_of`;
--   * the first failed run of its township since the last run that reached the source, where it once had data.
-- A township is stale since the earliest of its registers, or since its source fails; one that never had a good batch is
-- stale, since no instant. `data_at`: the last batch that brought something new (duties.md, quarter_update: an old file
-- left lying is none); `pulled_at`: the last batch, whatever became of it; `state`: of the last run.
with outcomes as (
    select *, state in ('loaded', 'unchanged') as is_good
    from batch_registers
),
registers as (
    select
        township_id, register,
        arg_max(state, batch_id) as state,
        max(received_at) filter (where is_new) as data_at,
        max(received_at) filter (where is_good) as good_at,
        max(batch_id) filter (where is_good) as good_batch_id
    from outcomes
    group by township_id, register
),
lapses as (
    select registers.township_id, registers.register, min(outcomes.received_at) as lapsed_at
    from registers
    inner join outcomes using (township_id, register)
    where outcomes.batch_id > coalesce(registers.good_batch_id, 0)
        and (outcomes.state in ('refused', 'held') or registers.good_at is not null)
    group by registers.township_id, registers.register
),
last_runs as (
    select township_id, arg_max(state, run_id) as state, max(run_id) filter (where state <> 'failed') as reached_run_id
    from runs
    group by township_id
),
outages as (
    select runs.township_id, min(runs.started_at) as failed_at
    from runs
    inner join last_runs using (township_id)
    where runs.run_id > coalesce(last_runs.reached_run_id, 0)
    group by runs.township_id
),
ages as (
    select township_id, register, good_at + to_minutes(cast($stale_after_minutes as bigint)) as aged_at
    from registers
),
judged as (
    select
        registers.township_id, registers.register, registers.state, registers.data_at, registers.good_at,
        least(
            lapses.lapsed_at,
            if(ages.aged_at < $as_of, ages.aged_at, null),
            if(registers.good_at is not null, outages.failed_at, null)
        ) as stale_since
    from registers
    inner join ages using (township_id, register)
    left join lapses using (township_id, register)
    left join outages using (township_id)
),
pulls as (
    select township_id, max(received_at) as pulled_at
    from batches
    group by township_id
),
summed as (
    select township_id, max(data_at) as data_at, max(good_at) as good_at, min(stale_since) as stale_since
    from judged
    group by township_id
)
select
    townships.township_id, townships.name, summed.data_at, pulls.pulled_at, last_runs.state,
    summed.good_at is null or least(summed.stale_since, outages.failed_at) is not null as is_stale,
    if(summed.good_at is null, null, least(summed.stale_since, outages.failed_at)) as stale_since,
    judged.register, judged.state as register_state, judged.data_at as register_data_at,
    judged.stale_since is not null as is_register_stale
from townships
left join summed using (township_id)
left join pulls using (township_id)
left join last_runs using (township_id)
left join outages using (township_id)
left join judged using (township_id)
order by townships.position, judged.register;
