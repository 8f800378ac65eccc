-- Disables an account, or enables it again.
update accounts set is_disabled = $is_disabled, changed_at = $changed_at where name = $name;
