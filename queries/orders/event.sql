-- grain: one event of an order by its number, none where it never came
select event_id, order_id, kind, happened_by
from inspection_order_events
where event_id = $event_id;
