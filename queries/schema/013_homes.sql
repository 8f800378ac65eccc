-- key: home_id
-- event: opened_on
-- Versions of the homes register: one row a township and content, valid from `from_at` until `to_at` (null: still).
-- `source_id` and `row_number` say where the content was first seen (registers.md, A batch).
create table homes_rows (
    township_id varchar not null,
    home_id varchar,
    name varchar,
    village varchar,
    school varchar,
    opened_on date,
    has_sign boolean,
    has_place boolean,
    has_equipment boolean,
    has_staff boolean,
    has_files boolean,
    has_plan boolean,
    has_ledger boolean,
    has_funding boolean,
    source_id integer not null, row_number integer not null,
    from_batch integer not null, to_batch integer, from_at timestamp not null, to_at timestamp
);
