delete from audit_entries
where entry_id <= $entry_id;
