-- grain: one row a register of the township: its last batch that was loaded or unchanged
select
    register, batch_id, received_at, file, sheet, sha256, modified_at, etag, setup, holds_until, findings_batch_id, source_id,
    read_count, accepted_count, skipped_count, rejected_count, warning_count
from batch_registers
where township_id = $township_id and state in ('loaded', 'unchanged')
qualify row_number() over (partition by register order by batch_id desc) = 1;
