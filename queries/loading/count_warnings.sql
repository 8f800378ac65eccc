select count(*) as warning_count
from staged_findings
where not is_reject;
