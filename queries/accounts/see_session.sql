-- A session was used.
update sessions set seen_at = $seen_at where token_hash = $token_hash;
