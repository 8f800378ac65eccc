-- The last time step whose code was used.
update accounts set totp_step = $step where name = $name;
