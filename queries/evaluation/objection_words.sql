-- grain: one text of some objections: what a township wrote, and what was decided and why
select event.event_id, words.sealed
from evaluation_objection_events as event
inner join inspection_sealed as words on words.item_id = event.event_id
where list_contains($objection_ids, event.objection_id);
