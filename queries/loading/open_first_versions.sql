-- The same where nothing of the register stands yet.
insert into {{register}}_rows
select
    $township_id, {{columns}}, source_id, row_number,
    $batch_id, null, cast($received_at as timestamp), null
from staged_{{register}};
