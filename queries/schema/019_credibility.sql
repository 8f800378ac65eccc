-- What the credibility signals go by (docs/credibility.md), and what units answered to them.
alter table policy add column late_days integer default 30;
alter table policy add column most_talks_a_day integer default 24;
alter table policy add column rush_days integer default 7;
-- Days off by the State Council's notices, and weekend days made into workdays by them; both ends are in.
create table policy_days_off (first_on date not null, last_on date not null, is_workday boolean not null);
-- What a unit replied to a signal, as it stood at `as_of_at`. Nothing is changed or taken back: a further reply stands below.
create table credibility_replies (
    reply_id integer primary key, unit_id varchar not null, signal varchar not null, as_of_at timestamp not null,
    written_by varchar not null, written_at timestamp not null, reply varchar not null
);
