-- The warehouse's own tables. Instants are the county's local time without zone (its zone has no summer time; the
-- config refuses one that has), days are dates. Identities are keys into `identities`, never text.

create table county (code varchar not null, name varchar not null, timezone varchar not null);
create table townships (township_id varchar primary key, name varchar not null, position integer not null);
create table villages (township_id varchar not null, name varchar not null);
create table schools (township_id varchar not null, name varchar not null);

-- One row; every threshold of duties.md that is a policy value.
create table policy (
    age_limit integer not null,
    notify_guardian_minutes integer not null,
    notify_parents_minutes integer not null,
    report_authority_minutes integer not null
);
create table policy_situations (situation varchar not null);
create table policy_talk_months (month integer not null);

-- The catalogue, from the headers of queries/duties/*.sql; target as the config says, else as the file says.
create table duties (
    code varchar primary key, position integer not null, zh varchar not null, en varchar not null,
    family varchar not null, subject varchar not null, period varchar not null, target double,
    source varchar not null, sentence varchar not null
);

-- What one pull brought from one township. `received_at` is the instant from which its rows are valid.
create table batches (
    batch_id integer primary key, township_id varchar not null, received_at timestamp not null,
    state varchar not null, message varchar
);
create table batch_registers (
    batch_id integer not null, township_id varchar not null, register varchar not null, received_at timestamp not null,
    -- loaded · unchanged · held · refused · absent
    state varchar not null,
    -- counts as received for quarter_update: neither refused nor held, and rows or file are new (duties.md)
    is_new boolean not null,
    read_count integer not null, accepted_count integer not null, skipped_count integer not null,
    rejected_count integer not null, warning_count integer not null,
    source_id integer,
    -- what the file was, to know it again
    file varchar, sheet varchar, sha256 varchar, modified_at varchar, etag varchar,
    -- the config and declarations that the outcome depends on, and the first day on which the clock would change it
    setup varchar, holds_until date,
    -- the batch whose rejects and warnings are this register's (an unchanged file is not read again)
    findings_batch_id integer,
    refusal_code varchar, refusal_message varchar, refusal_data varchar
);
create table source_files (
    source_id integer primary key, batch_id integer not null, register varchar not null,
    file varchar not null, sheet varchar, sha256 varchar not null
);
-- Rejected rows and warnings: one row a fault; fault 1 of a rejected row is its reason.
create table findings (
    batch_id integer not null, township_id varchar not null, register varchar not null,
    is_reject boolean not null, source_id integer not null, row_number integer not null, fault integer not null,
    field varchar, column_text varchar, value hugeint, code varchar not null
);

-- Every run of the pipeline, also those that brought nothing.
create table runs (
    run_id integer primary key, reason varchar not null, township_id varchar not null,
    started_at timestamp not null, duration_ms integer not null, state varchar not null, message varchar, batch_id integer
);

create table identities (identity hugeint not null, kind varchar not null, sealed blob not null);
create table vault_keys (key_id integer not null, purpose varchar not null, wrapped blob not null);

-- Small facts by name: the config last seen.
create table settings (name varchar primary key, value varchar not null);

-- Counts every change that a reader could see; the ETag of the API.
create table state (version bigint not null);
insert into state values (0);
