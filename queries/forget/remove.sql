delete from forgotten where child_id = $child_key;
