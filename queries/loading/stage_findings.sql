create or replace temp table staged_findings as
select *
from findings
limit 0;
