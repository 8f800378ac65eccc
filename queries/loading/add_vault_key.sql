insert into vault_keys values ($key_id, $purpose, $wrapped);
