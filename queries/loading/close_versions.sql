-- Rows that the batch no longer shows are valid until it.
update {{register}}_rows as version
set to_at = $received_at, to_batch = $batch_id
from (
    select current.rowid as version_id
    from {{register}}_rows as current
    left join staged_{{register}} as staged on {{columns:current.* is not distinct from staged.*| and }}
    where current.township_id = $township_id and current.to_at is null and staged.row_number is null
) as gone
where version.rowid = gone.version_id;
