-- A session begins.
insert into sessions values ($token_hash, $name, $created_at, $seen_at, $is_complete);
