-- grain: one row a register of a batch with fewer rejected rows kept than were counted
with kept as (
    select batch_id, township_id, register, count(*) as kept_count
    from findings
    where is_reject and fault = 1
    group by all
)
select last.batch_id, last.register, last.rejected_count, coalesce(kept.kept_count, 0) as kept_count
from batch_registers as last
left join kept
    on kept.batch_id = last.findings_batch_id and kept.township_id = last.township_id and kept.register = last.register
where last.state in ('loaded', 'unchanged', 'held')
    and last.rejected_count <> coalesce(kept.kept_count, 0);
