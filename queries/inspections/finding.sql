-- grain: one telling by its number, none where it never came
select finding_id, inspection_id, claim_id, version, stands, is_conflict, found_by
from inspection_findings
where finding_id = $finding_id;
