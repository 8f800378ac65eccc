-- grain: one row; what tells the findings of closed inspections of a period apart from any others (inspections/checked), at a
-- fraction of its cost: which findings stand. Closing one or choosing a finding is in no state of the registers.
select coalesce(md5(string_agg(finding.finding_id, ' ' order by finding.finding_id)), '') as mark
from inspections as inspection
inner join inspection_findings as finding on finding.inspection_id = inspection.inspection_id and finding.stands
where inspection.closed_at is not null and inspection.closed_at <= $as_of and inspection.cancelled_at is null
    and period_within(strftime(inspection.starts_on, '%Y-%m'), $period);
