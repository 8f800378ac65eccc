-- grain: one row an account with a second factor
select name, totp_sealed
from accounts
where totp_sealed is not null;
