insert into findings
select *
from staged_findings;
