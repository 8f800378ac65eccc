delete from vault_keys
where purpose = 'data' and key_id = $key_id;
