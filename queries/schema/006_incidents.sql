-- key: incident_id
-- event: occurred_at
-- begun anew: each year
-- Versions of the incidents register: one row a township and content, valid from `from_at` until `to_at` (null: still).
-- Choices are enums: they are compared in every figure, and an enum is a byte.
-- `source_id` and `row_number` say where the content was first seen (registers.md, A batch).
create type incidents_kind as enum (
    'injury', 'missing', 'illness', 'violence', 'assault', 'unattended', 'bullying', 'other'
);
create table incidents_rows (
    township_id varchar not null,
    incident_id varchar,
    child_id hugeint,
    kind incidents_kind,
    occurred_at timestamp,
    guardian_notified_at timestamp,
    parents_notified_at timestamp,
    education_reported_at timestamp,
    township_reported_at timestamp,
    police_reported_at timestamp,
    closed_at timestamp,
    outcome hugeint,
    source_id integer not null, row_number integer not null,
    from_batch integer not null, to_batch integer, from_at timestamp not null, to_at timestamp
);
