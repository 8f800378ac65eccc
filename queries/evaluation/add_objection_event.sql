-- Appended, never changed; its place is the next of its objection.
insert into evaluation_objection_events by name
select
    $event_id as event_id, $objection_id as objection_id, $kind as kind, $happened_at as happened_at,
    $happened_by as happened_by, $scheme_version as scheme_version,
    (select count(*) + 1 from evaluation_objection_events where objection_id = $objection_id) as number;
