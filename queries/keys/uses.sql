-- grain: one row; how many sealed values are not under the active data key, and how many there are
select
    (select count(*) from identities where sealed < $active_from or sealed >= $active_until)
    + (select count(*) from accounts where totp_sealed < $active_from or totp_sealed >= $active_until) as stale_count,
    (select count(*) from identities) as identity_count;
