-- Rows that the batch is the first to show are valid from it.
insert into {{register}}_rows (
    township_id, {{columns}}, source_id, row_number, from_batch, to_batch, from_at, to_at
)
select
    $township_id, {{columns:staged.*}}, staged.source_id, staged.row_number,
    $batch_id, null, cast($received_at as timestamp), null
from staged_{{register}} as staged
left join (
    select {{columns}}, 1 as is_standing
    from {{register}}_rows
    where township_id = $township_id and to_at is null
) as current on {{columns:current.* is not distinct from staged.*| and }}
where current.is_standing is null;
