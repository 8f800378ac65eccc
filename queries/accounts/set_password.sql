-- A new password; what it was before is forgotten.
update accounts set password_hash = $password_hash, changed_at = $changed_at where name = $name;
