-- Adds an account without a second factor.
insert into accounts (name, role, password_hash, oidc_subject, is_disabled, created_at, changed_at)
values ($name, $role, $password_hash, nullif($oidc_subject, ''), false, $created_at, $created_at);
