-- Freezing a year's evaluation (docs/evaluation.md, 冻结), appended and never changed: a row a proposal, and at most one of how
-- it ended. The year is judged at `as_of_at` by what was known at `known_at`; `digest` is the SHA-256 of its results.
create table evaluation_freezes (
    -- of the year's proposals the first, the second, …
    freeze_id varchar primary key, year varchar not null, number integer not null, as_of_at timestamp not null, known_at timestamp not null,
    scheme_version integer not null, seed bigint not null, digest varchar not null,
    proposed_by varchar not null, proposed_at timestamp not null
);
create table evaluation_freeze_ends (
    freeze_id varchar primary key,
    -- confirmed · declined · withdrawn
    kind varchar not null, ended_by varchar not null, ended_at timestamp not null, reason varchar
);
-- What a frozen year is: one row a year, for ever. The archive's bytes stand in a file beside the warehouse.
create table evaluation_frozen (
    year varchar primary key, freeze_id varchar not null,
    -- JSON, as the archive has it
    results varchar not null,
    archive_sha256 varchar not null, archive_bytes bigint not null, fingerprint varchar not null
);
