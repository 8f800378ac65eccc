-- grain: one row a rejected row of the townships' last batches, with its reason (the first fault in the order of the
-- register's columns); `detail` holds all of its faults (registers.md, introduction)
with last as (
    select batch_registers.*
    from batch_registers
    qualify row_number() over (partition by batch_registers.township_id, batch_registers.register order by batch_id desc) = 1
),
faults as (
    select findings.*, last.received_at
    from last
    inner join findings
        on findings.batch_id = last.findings_batch_id
        and findings.township_id = last.township_id and findings.register = last.register
    where findings.is_reject and (len($townships) = 0 or list_contains($townships, last.township_id))
)
select
    township_id, faults.register, any_value(source_files.file) as file, any_value(source_files.sheet) as sheet, row_number,
    list(field order by fault) as fields, list(column_text order by fault) as columns, list(code order by fault) as codes,
    list(cast(value as varchar) order by fault) as identities,
    list(sealed order by fault) as sealed
from faults
left join source_files using (source_id)
left join identities on identities.identity = faults.value
group by township_id, faults.register, faults.source_id, row_number
order by township_id, faults.source_id, row_number
limit $limit offset $offset;
