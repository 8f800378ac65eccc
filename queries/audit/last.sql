-- grain: the last entry of the audit trail, if there is one
select entry_id, hash from audit_entries order by entry_id desc limit 1;
