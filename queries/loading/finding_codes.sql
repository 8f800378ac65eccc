-- grain: one row a register and code of the township's findings in its last batch; of a rejected row the first fault
-- counts, of an accepted one each warning
select last.register, findings.is_reject, findings.code, count(*) as finding_count
from batch_registers as last
inner join findings
    on findings.batch_id = last.findings_batch_id and findings.township_id = last.township_id and findings.register = last.register
where last.batch_id = (select max(batch_id) from batches where township_id = $township_id)
    and (not findings.is_reject or findings.fault = 1)
group by all
order by all;
