-- grain: one event of one of some orders, the earliest first, with the files that were handed in
with files as (
    select event_id, list({file_id: file_id, media_type: media_type, byte_count: byte_count} order by number) as files
    from inspection_order_files
    where list_contains($order_ids, order_id)
    group by event_id
)
select
    event.event_id, event.order_id, event.kind, event.happened_at, event.happened_by, event.due_on,
    event.second_inspection_id, words.sealed as sealed_words, to_json(coalesce(files.files, [])) as files
from inspection_order_events as event
left join files using (event_id)
left join inspection_sealed as words on words.item_id = event.event_id
where list_contains($order_ids, event.order_id)
order by event.order_id, event.number;
