-- grain: one open conflict of an inspection; none when it can be closed
select claim_id
from inspection_findings
where inspection_id = $inspection_id and is_conflict and settled_at is null;
