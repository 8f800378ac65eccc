-- grain: one incident of a township of which a closed inspection of the year found a claim of the record contradicted
select
    sample.township_id, split_part(sample.subject, '/', 2) as incident_id, inspection.inspection_id, inspection.title,
    list(distinct claim.duty order by claim.duty) as duties
from inspections as inspection
inner join inspection_samples as sample using (inspection_id)
inner join inspection_claims as claim
    on claim.inspection_id = sample.inspection_id and claim.sample_id = sample.sample_id
inner join inspection_findings as finding
    on finding.inspection_id = claim.inspection_id and finding.claim_id = claim.claim_id and finding.stands
where sample.kind = 'incident' and finding.result = 'contradicted'
    and inspection.closed_at is not null and inspection.cancelled_at is null
    and strftime(inspection.starts_on, '%Y') = $year
group by all
order by sample.township_id, incident_id, inspection.inspection_id;
