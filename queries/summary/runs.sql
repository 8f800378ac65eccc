-- grain: one row a run and register of its batch, the latest run first; a run that brought no batch has one row without a
-- register. `$limit` counts runs; only runs before `$before` are read, so that reading on is exact.
with page as (
    select *
    from runs
    where run_id < $before and (len($townships) = 0 or list_contains($townships, township_id))
    order by run_id desc
    limit $limit
)
select
    page.run_id, page.township_id, townships.name as township, page.reason, page.started_at, page.duration_ms,
    page.state, page.message, page.batch_id,
    outcome.register, outcome.state as register_state,
    outcome.read_count as read, outcome.accepted_count as accepted, outcome.skipped_count as skipped,
    outcome.rejected_count as rejected, outcome.warning_count as warnings,
    outcome.file, outcome.sheet, outcome.refusal_code as code, outcome.refusal_message as register_message
from page
left join townships using (township_id)
left join batch_registers as outcome on outcome.batch_id = page.batch_id
order by page.run_id desc, outcome.register;
