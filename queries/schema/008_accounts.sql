-- Who may sign in. Passwords stand as argon2id hashes, the secret of a second factor sealed, sessions by the hash of
-- their token: whoever reads this file can sign in as nobody.
create table accounts (
    name varchar not null, role varchar not null, password_hash varchar not null,
    -- sealed under the key of `totp` and the name; null: no second factor
    totp_sealed blob,
    -- the last time step whose code was used: a code is good once (RFC 6238, 5.2)
    totp_step bigint not null default -1,
    -- the subject at the county's own sign-on (OpenID Connect); null: none
    oidc_subject varchar,
    is_disabled boolean not null, created_at timestamp not null, changed_at timestamp not null
);
-- Units that an account is for; none: the whole county, where its role may have that.
create table account_units (name varchar not null, unit_id varchar not null);
create table sessions (
    token_hash varchar not null, name varchar not null,
    created_at timestamp not null, seen_at timestamp not null, is_complete boolean not null
);
-- The audit trail: one row an event, each bound to the one before by its hash; nothing is ever changed or removed.
create table audit_entries (
    entry_id bigint not null, happened_at timestamp not null,
    actor varchar not null, role varchar not null, action varchar not null,
    -- what it was done to: a unit, a child's key, an account; and why
    unit_id varchar, subject varchar, purpose varchar, detail varchar not null,
    hash varchar not null
);
