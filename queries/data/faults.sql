-- grain: one row a fault of a township's last batches (several of one rejected row), and one a register that was refused as a
-- whole; of one file, or (empty) of all: what a file to send back is made of
with last as (
    select *
    from batch_registers
    where township_id = $township_id
    qualify row_number() over (partition by register order by batch_id desc) = 1
),
faults as (
    select
        last.register, last.file, last.sheet, last.sha256, findings.is_reject, findings.row_number, findings.fault,
        findings.field, findings.column_text, findings.code, null as message, findings.value
    from last
    inner join findings
        on findings.batch_id = last.findings_batch_id
        and findings.township_id = last.township_id and findings.register = last.register
    union all
    select register, file, sheet, sha256, true, null, 1, null, null, refusal_code, refusal_message, null
    from last
    where state = 'refused'
)
select
    faults.register, faults.file, faults.sheet, faults.sha256, faults.is_reject, faults.row_number, faults.field,
    faults.column_text, faults.code, faults.message, cast(faults.value as varchar) as identity, identities.sealed
from faults
left join identities on identities.identity = faults.value
where $file = '' or faults.file = $file
order by faults.file, faults.register, faults.row_number nulls first, faults.fault
limit $limit;
