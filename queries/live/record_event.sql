-- An event that is being sent.
insert into incident_events
values ($township_id, $incident_id, $clock, $event, $happened_at, $emitted_at, $is_late);
