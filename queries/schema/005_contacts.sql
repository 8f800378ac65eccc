-- Versions of the contacts register: one row a township and content, valid from `from_at` until `to_at` (null: still).
-- `source_id` and `row_number` say where the content was first seen (registers.md, A batch).
create table contacts_rows (
    township_id varchar not null,
    child_id hugeint,
    kind varchar,
    happened_on date,
    by_name hugeint,
    by_role varchar,
    summary_length integer,
    summary_digest hugeint,
    recorded_at timestamp,
    source_id integer not null, row_number integer not null,
    from_batch integer not null, to_batch integer, from_at timestamp not null, to_at timestamp
);
