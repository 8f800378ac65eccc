-- A new second factor, or none.
update accounts set totp_sealed = $totp_sealed, totp_step = -1, changed_at = $changed_at where name = $name;
