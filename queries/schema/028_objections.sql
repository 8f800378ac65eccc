-- What a township objects to in its score of a year (docs/evaluation.md, 异议): appended, never changed. Its words, those of the
-- decision and its files are sealed in `inspection_sealed` under their own numbers, of no inspection and of no child.
create table evaluation_objections (
    objection_id varchar not null, year varchar not null, township_id varchar not null,
    -- whole, duty, entry, veto; the duty, or the place of the entry or veto in the version, from 1 on
    kind varchar not null, item varchar not null,
    -- the score that it objects to: when, by which version of the scheme, and what stood there, as JSON
    as_of_at timestamp not null, scheme_version integer not null, about varchar not null
);
create table evaluation_objection_events (
    event_id varchar not null, objection_id varchar not null, number integer not null,
    -- made, upheld, partly, rejected, withdrawn: the last is how it stands
    kind varchar not null, happened_at timestamp not null, happened_by varchar not null,
    -- the version that a decision led to
    scheme_version integer
);
create table evaluation_objection_files (
    file_id varchar not null, objection_id varchar not null, number integer not null,
    media_type varchar not null, byte_count integer not null, sha256 varchar not null
);
