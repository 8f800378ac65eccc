-- Versions of what townships' own systems told live: one row a township, incident and content, valid from the instant at
-- which it was received until the next telling (null: still). The child's number is sealed in `identities`.
create table live_incidents (
    township_id varchar not null,
    incident_id varchar not null,
    child_id hugeint not null,
    kind varchar not null,
    occurred_at timestamp not null,
    guardian_notified_at timestamp,
    parents_notified_at timestamp,
    education_reported_at timestamp,
    township_reported_at timestamp,
    police_reported_at timestamp,
    closed_at timestamp,
    first_told_at timestamp not null,
    from_at timestamp not null, to_at timestamp
);
-- Events that were sent, so that none is sent twice: one row a clock of an incident and event.
create table incident_events (
    township_id varchar not null, incident_id varchar not null,
    clock varchar not null, event varchar not null,
    -- the instant that the event is of, and when it was sent
    happened_at timestamp not null, emitted_at timestamp not null, is_late boolean not null
);
