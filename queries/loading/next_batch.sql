-- grain: one row; the next numbers, and the township's last batch
select
    coalesce((select max(batch_id) from batches), 0) + 1 as batch_id,
    coalesce((select max(source_id) from source_files), 0) + 1 as source_id,
    (select max(received_at) from batches where township_id = $township_id) as last_received_at;
