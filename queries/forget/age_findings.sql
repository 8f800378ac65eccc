update findings
set value = null
where value is not null and batch_id in (select batch_id from batches where received_at < $findings_before_at);
