-- grain: one entry of the audit trail, the latest first; of one unit and what lies in it, or (empty) of all
select entry_id, happened_at, actor, role, action, unit_id, subject, purpose, detail
from audit_entries
where ($unit = '' or unit_id = $unit or starts_with(unit_id, $unit || '/'))
    and ($action = '' or action = $action)
    and ($actor = '' or actor = $actor)
    and ($subject = '' or subject = $subject)
    and entry_id < $before
order by entry_id desc
limit $limit;
