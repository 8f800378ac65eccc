-- What was told live before is valid until the next telling.
update live_incidents
set to_at = $received_at
where township_id = $township_id and incident_id = $incident_id and to_at is null;
