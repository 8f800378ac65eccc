update vault_keys set wrapped = $wrapped
where key_id = $key_id and purpose = $purpose;
