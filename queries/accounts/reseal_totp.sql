update accounts set totp_sealed = $totp_sealed
where name = $name;
