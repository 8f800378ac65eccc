-- Every change that a reader can tell apart: from which local time on it shows; null: at every instant (states.ts). So what was
-- computed before a restart is known by the same key after it.
create table state_changes (shows_from timestamp);
insert into state_changes
select received_at from batches
union all
select from_at from live_incidents
union all
select to_at from live_incidents where to_at is not null;
-- What was computed of days that are over (kept-figures.ts): counts, and nothing of a single child. May be emptied at any time.
create table kept_figures (
    day date not null, question varchar not null,
    -- by what it was computed: the statements' digest, and the state of the registers at that day's end
    state varchar not null,
    -- JSON, packed by gzip
    figures blob not null,
    primary key (day, question)
);
