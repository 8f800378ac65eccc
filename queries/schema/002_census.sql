-- key: child_id
-- event: left_behind_from
-- Versions of the census register: one row a township and content, valid from `from_at` until `to_at` (null: still).
-- Choices are enums: they are compared in every figure, and an enum is a byte.
-- `source_id` and `row_number` say where the content was first seen (registers.md, A batch).
create type census_sex as enum ('male', 'female');
create type census_situation as enum ('both_out', 'one_out_other_unable', 'one_out');
create table census_rows (
    township_id varchar not null,
    child_id hugeint,
    name hugeint,
    sex census_sex,
    birth_date date,
    village varchar,
    school varchar,
    situation census_situation,
    left_behind_from date,
    left_behind_to date,
    care_level integer,
    source_id integer not null, row_number integer not null,
    from_batch integer not null, to_batch integer, from_at timestamp not null, to_at timestamp
);
