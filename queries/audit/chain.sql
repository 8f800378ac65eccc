-- grain: one entry of the audit trail with its hash, the earliest first, after a given one
select entry_id, happened_at, actor, role, action, unit_id, subject, purpose, detail, hash
from audit_entries
where entry_id > $after
order by entry_id
limit $limit;
