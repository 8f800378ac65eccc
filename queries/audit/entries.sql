-- grain: one entry of the audit trail, the latest first; of some units and what lies in them, or (none) of all
select entry_id, happened_at, actor, role, action, unit_id, subject, purpose, detail
from audit_entries
where (len($units) = 0 or list_contains($units, unit_id) or list_contains($units, split_part(unit_id, '/', 1)))
    and ($action = '' or action = $action)
    and ($actor = '' or actor = $actor)
    and ($subject = '' or subject = $subject)
    and entry_id < $before
order by entry_id desc
limit $limit;
