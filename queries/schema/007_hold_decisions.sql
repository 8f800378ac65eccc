-- What was decided about a held register (registers.md, A batch): a decision is about one content of the file, so the same
-- file pulled again does not ask again. decision: accept · refuse.
create table hold_decisions (
    township_id varchar not null, register varchar not null, batch_id integer not null, sha256 varchar not null,
    decision varchar not null, decided_at timestamp not null
);
