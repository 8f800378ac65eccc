-- grain: one session
select token_hash, name, created_at, seen_at, is_complete from sessions;
