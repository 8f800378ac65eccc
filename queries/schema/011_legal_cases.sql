-- key: case_id
-- event: opened_on
-- begun anew: each year
-- Versions of the legal_cases register: one row a township and content, valid from `from_at` until `to_at` (null: still).
-- `source_id` and `row_number` say where the content was first seen (registers.md, A batch).
create table legal_cases_rows (
    township_id varchar not null,
    case_id varchar,
    child_id hugeint,
    opened_on date,
    eligible boolean,
    aided_on date,
    source_id integer not null, row_number integer not null,
    from_batch integer not null, to_batch integer, from_at timestamp not null, to_at timestamp
);
