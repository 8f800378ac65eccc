-- Versions of the census register: one row a township and content, valid from `from_at` until `to_at` (null: still).
-- `source_id` and `row_number` say where the content was first seen (registers.md, A batch).
create table census_rows (
    township_id varchar not null,
    child_id hugeint,
    name hugeint,
    sex varchar,
    birth_date date,
    village varchar,
    school varchar,
    situation varchar,
    left_behind_from date,
    left_behind_to date,
    care_level integer,
    source_id integer not null, row_number integer not null,
    from_batch integer not null, to_batch integer, from_at timestamp not null, to_at timestamp
);
