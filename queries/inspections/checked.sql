-- grain: one claim of the record, done as it said, that a closed inspection of the period looked at; second visits are drawn
-- from what was found and are in no rate
select
    inspection.inspection_id, claim.duty, sample.township_id,
    inspection.inspection_id || '/' || cast(sample.sample_id as varchar) as subject,
    inspection.inspection_id || '/' || sample.stratum as stratum, sample.share, sample.inclusion, finding.result
from inspections as inspection
inner join inspection_samples as sample using (inspection_id)
inner join inspection_claims as claim
    on claim.inspection_id = sample.inspection_id and claim.sample_id = sample.sample_id
inner join inspection_findings as finding
    on finding.inspection_id = claim.inspection_id and finding.claim_id = claim.claim_id and finding.stands
where inspection.closed_at is not null and inspection.closed_at <= $as_of and inspection.cancelled_at is null
    and period_within(strftime(inspection.starts_on, '%Y-%m'), $period)
    and sample.share <> 'second_visit' and claim.status in ('met', 'late')
order by claim.duty, sample.township_id, subject, claim.claim_id;
