-- key: child_id, kind, happened_on, by_name
-- event: happened_on
-- begun anew: each year
-- Versions of the contacts register: one row a township and content, valid from `from_at` until `to_at` (null: still).
-- Choices are enums: they are compared in every figure, and an enum is a byte.
-- `source_id` and `row_number` say where the content was first seen (registers.md, A batch).
create type contacts_kind as enum ('talk', 'visit', 'call', 'home_visit', 'parent_feedback');
create type contacts_by_role as enum ('class_teacher', 'teacher', 'carer', 'cadre', 'other');
create table contacts_rows (
    township_id varchar not null,
    child_id hugeint,
    kind contacts_kind,
    happened_on date,
    by_name hugeint,
    by_role contacts_by_role,
    summary_length integer,
    summary_digest hugeint,
    recorded_at timestamp,
    source_id integer not null, row_number integer not null,
    from_batch integer not null, to_batch integer, from_at timestamp not null, to_at timestamp
);
