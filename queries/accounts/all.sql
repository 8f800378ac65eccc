-- grain: one account, with the units that it is for
select
    accounts.name, role, password_hash, totp_sealed, totp_step, oidc_subject, is_disabled, created_at, changed_at,
    (
        select coalesce(string_agg(account_units.unit_id, chr(10) order by account_units.unit_id), '')
        from account_units
        where account_units.name = accounts.name
    ) as units
from accounts
order by accounts.name;
