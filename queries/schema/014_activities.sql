-- key: home_id, held_on, kind
-- event: held_on
-- begun anew: each year
-- Versions of the activities register: one row a township and content, valid from `from_at` until `to_at` (null: still).
-- `source_id` and `row_number` say where the content was first seen (registers.md, A batch).
create table activities_rows (
    township_id varchar not null,
    home_id varchar,
    held_on date,
    kind varchar,
    headcount double,
    principal_present boolean,
    reported boolean,
    source_id integer not null, row_number integer not null,
    from_batch integer not null, to_batch integer, from_at timestamp not null, to_at timestamp
);
