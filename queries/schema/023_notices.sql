-- What an account wants to be told, and where: one row an account; lists with a line an item. No unit: all that it may see.
create table notice_choices (
    name varchar not null, kinds varchar not null, units varchar not null, channels varchar not null,
    -- its own e-mail address; null: none
    address_sealed blob,
    changed_at timestamp not null
);
-- Events that were looked at, whether or not anybody wanted to be told: none is looked at twice.
create table notice_events (event_key varchar not null unique, seen_at timestamp not null);
-- Townships that are stale since they were last looked at.
create table notice_stale (township_id varchar not null, begun_at timestamp not null);
-- What is to be told: one row an event, channel and recipient (an account's name; empty: a group). Never changed.
create table notices (
    event_key varchar not null, channel varchar not null, recipient varchar not null,
    -- what it is about: what comes later of the same makes it old news
    kind varchar not null, subject varchar not null,
    -- the units in which it happened, a line each; and as JSON what is said: nothing of a person
    places varchar not null, facts varchar not null,
    created_at timestamp not null,
    unique (event_key, channel, recipient)
);
-- What became of it, step by step; the last one counts. Never changed: a step is written before it is taken.
create table notice_steps (
    event_key varchar not null, channel varchar not null, recipient varchar not null, step integer not null,
    -- sending · sent · retry (at next_at) · failed · unknown (handed over, no answer) · dropped (old news)
    state varchar not null,
    -- the message that it went in, together with others
    message_id varchar, happened_at timestamp not null, next_at timestamp, reason varchar,
    unique (event_key, channel, recipient, step)
);
