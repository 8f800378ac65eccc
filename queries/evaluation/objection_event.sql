-- grain: one event of an objection by its number, none where it never came
select event_id, objection_id, kind, happened_by
from evaluation_objection_events
where event_id = $event_id;
