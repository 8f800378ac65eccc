-- key: child_id
-- event: opened_on
-- Versions of the files register: one row a township and content, valid from `from_at` until `to_at` (null: still).
-- Choices are enums: they are compared in every figure, and an enum is a byte.
-- `source_id` and `row_number` say where the content was first seen (registers.md, A batch).
create type files_schooling as enum ('in_school', 'kindergarten', 'not_enrolled', 'dropped_out');
create table files_rows (
    township_id varchar not null,
    child_id hugeint,
    opened_on date,
    parent_name hugeint,
    home_address hugeint,
    parent_phone hugeint,
    work_address hugeint,
    work_phone hugeint,
    guardian_name hugeint,
    guardian_occupation varchar,
    guardian_address hugeint,
    guardian_phone hugeint,
    guardian_health varchar,
    guardian_age double,
    guardian_relation varchar,
    schooling files_schooling,
    immunised boolean,
    guardian_trained_on date,
    source_id integer not null, row_number integer not null,
    from_batch integer not null, to_batch integer, from_at timestamp not null, to_at timestamp
);
