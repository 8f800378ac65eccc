-- key: child_id, carer_name, started_on
-- event: started_on
-- Versions of the pairings register: one row a township and content, valid from `from_at` until `to_at` (null: still).
-- Choices are enums: they are compared in every figure, and an enum is a byte.
-- `source_id` and `row_number` say where the content was first seen (registers.md, A batch).
create type pairings_carer_kind as enum ('cadre', 'teacher', 'volunteer', 'elder', 'proxy_parent', 'other');
create table pairings_rows (
    township_id varchar not null,
    child_id hugeint,
    carer_name hugeint,
    carer_kind pairings_carer_kind,
    carer_phone hugeint,
    carer_unit varchar,
    started_on date,
    ended_on date,
    source_id integer not null, row_number integer not null,
    from_batch integer not null, to_batch integer, from_at timestamp not null, to_at timestamp
);
