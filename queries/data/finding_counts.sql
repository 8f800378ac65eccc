-- grain: one row a township, register, file and code of the last batches: how many rows were rejected for it (the first fault
-- counts), how many warnings it has, and whether the whole register was refused
with last as (
    select *
    from batch_registers
    qualify row_number() over (partition by township_id, register order by batch_id desc) = 1
),
counted as (
    select
        last.township_id, last.register, last.file, findings.code,
        count(*) filter (where findings.is_reject and findings.fault = 1) as reject_count,
        count(*) filter (where not findings.is_reject) as warning_count,
        false as is_refused
    from last
    inner join findings
        on findings.batch_id = last.findings_batch_id
        and findings.township_id = last.township_id and findings.register = last.register
    group by all
    union all
    select township_id, register, file, refusal_code, 0, 0, true
    from last
    where state = 'refused'
)
select
    counted.township_id, townships.name as township, counted.register, counted.file, counted.code,
    counted.reject_count, counted.warning_count, counted.is_refused
from counted
inner join townships using (township_id)
where reject_count + warning_count > 0 or is_refused
order by townships.position, counted.register, counted.reject_count desc, counted.warning_count desc, counted.code;
