-- Appended, never changed; its place is the next of its order.
insert into inspection_order_events by name
select
    $event_id as event_id, $order_id as order_id, $kind as kind, $happened_at as happened_at, $happened_by as happened_by,
    (select count(*) + 1 from inspection_order_events where order_id = $order_id) as number,
    nullif($due_on, '') as due_on, nullif($second_inspection_id, '') as second_inspection_id;
