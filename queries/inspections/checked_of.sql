-- grain: one claim of the record, done as it said, that one inspection looked at; a second visit has none
select
    claim.inspection_id, claim.duty, sample.township_id,
    claim.inspection_id || '/' || cast(sample.sample_id as varchar) as subject,
    claim.inspection_id || '/' || sample.stratum as stratum, sample.share, sample.inclusion, finding.result
from inspection_samples as sample
inner join inspection_claims as claim
    on claim.inspection_id = sample.inspection_id and claim.sample_id = sample.sample_id
inner join inspection_findings as finding
    on finding.inspection_id = claim.inspection_id and finding.claim_id = claim.claim_id and finding.stands
where sample.inspection_id = $inspection_id and sample.share <> 'second_visit' and claim.status in ('met', 'late')
order by claim.duty, sample.township_id, subject, claim.claim_id;
