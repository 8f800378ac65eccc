-- The same where nothing of the register stands yet.
insert into {{register}}_rows (
    township_id, {{columns}}, source_id, row_number, from_batch, to_batch, from_at, to_at
)
select
    $township_id, {{columns}}, source_id, row_number,
    $batch_id, null, cast($received_at as timestamp), null
from staged_{{register}};
