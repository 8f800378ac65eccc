-- Schemes of years that a county saved (docs/evaluation.md), appended and never changed: the newest counts. Version 0 of every
-- year is the config's and stands here nowhere.
create table evaluation_schemes (
    year varchar not null, version integer not null, saved_at timestamp not null, saved_by varchar not null,
    reason varchar not null,
    -- JSON, every item named
    scheme varchar not null,
    primary key (year, version)
);
