-- Adds an entry at the end of the audit trail.
insert into audit_entries
values (
    $entry_id, $happened_at, $actor, $role, $action, nullif($unit_id, ''), nullif($subject, ''), nullif($purpose, ''),
    $detail, $hash
);
