-- key: child_id, made_on
-- event: made_on
-- begun anew: each year
-- Versions of the plans register: one row a township and content, valid from `from_at` until `to_at` (null: still).
-- `source_id` and `row_number` say where the content was first seen (registers.md, A batch).
create table plans_rows (
    township_id varchar not null,
    child_id hugeint,
    made_on date,
    reason hugeint,
    source_id integer not null, row_number integer not null,
    from_batch integer not null, to_batch integer, from_at timestamp not null, to_at timestamp
);
