-- grain: one row a warning of the townships' last batches
with last as (
    select batch_registers.*
    from batch_registers
    qualify row_number() over (partition by batch_registers.township_id, batch_registers.register order by batch_id desc) = 1
)
select
    last.township_id, last.register, source_files.file, source_files.sheet, findings.row_number, findings.field,
    findings.column_text, findings.code, findings.value, identities.sealed
from last
inner join findings
    on findings.batch_id = last.findings_batch_id
    and findings.township_id = last.township_id and findings.register = last.register
left join source_files on source_files.source_id = findings.source_id
left join identities on identities.identity = findings.value
where not findings.is_reject
    and ($township_id = '' or last.township_id = $township_id)
    and ($code = '' or findings.code = $code)
order by last.township_id, findings.source_id, findings.row_number, findings.fault
limit $limit offset $offset;
