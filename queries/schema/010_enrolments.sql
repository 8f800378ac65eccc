-- key: child_id, school_year, enrolled_on
-- event: enrolled_on
-- Versions of the enrolments register: one row a township and content, valid from `from_at` until `to_at` (null: still).
-- `source_id` and `row_number` say where the content was first seen (registers.md, A batch).
create type enrolments_reason as enum ('transfer', 'dropout', 'graduation');
create table enrolments_rows (
    township_id varchar not null,
    child_id hugeint,
    school_year varchar,
    enrolled_on date,
    left_on date,
    reason enrolments_reason,
    source_id integer not null, row_number integer not null,
    from_batch integer not null, to_batch integer, from_at timestamp not null, to_at timestamp
);
