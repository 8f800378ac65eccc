insert into forgotten values ($child_key, $reason, $forgotten_at);
