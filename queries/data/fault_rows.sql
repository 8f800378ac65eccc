-- grain: one row a fault of the last batches: of a rejected row the first (its reason), of an accepted row each warning
with last as (
    select *
    from batch_registers
    qualify row_number() over (partition by township_id, register order by batch_id desc) = 1
)
select
    last.township_id, last.register, last.file, last.sheet, findings.is_reject, findings.row_number, findings.field,
    findings.column_text, findings.code, cast(findings.value as varchar) as identity, identities.sealed
from last
inner join findings
    on findings.batch_id = last.findings_batch_id
    and findings.township_id = last.township_id and findings.register = last.register
left join identities on identities.identity = findings.value
where (not findings.is_reject or findings.fault = 1)
    and ($kind = '' or findings.is_reject = ($kind = 'reject'))
    and (len($townships) = 0 or list_contains($townships, last.township_id))
    and ($register = '' or last.register = $register)
    and ($code = '' or findings.code = $code)
order by last.township_id, last.register, findings.row_number, findings.fault, findings.code
limit $limit offset $offset;
