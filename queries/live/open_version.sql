-- What was told live is valid from the instant at which it was received.
insert into live_incidents
values (
    $township_id, $incident_id, $child_id, $kind, $occurred_at, $guardian_notified_at, $parents_notified_at,
    $education_reported_at, $township_reported_at, $police_reported_at, $closed_at, $first_told_at, $received_at, null
);
