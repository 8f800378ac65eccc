-- key: school, department
-- event: since
-- Versions of the school_links register: one row a township and content, valid from `from_at` until `to_at` (null: still).
-- `source_id` and `row_number` say where the content was first seen (registers.md, A batch).
create table school_links_rows (
    township_id varchar not null,
    school varchar,
    department varchar,
    since date,
    source_id integer not null, row_number integer not null,
    from_batch integer not null, to_batch integer, from_at timestamp not null, to_at timestamp
);
