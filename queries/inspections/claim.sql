-- grain: one claim by its number, with whom it is about
select claim.claim_id, claim.sample_id, claim.duty, sample.child_id, sample.township_id, sample.village, sample.school
from inspection_claims as claim
inner join inspection_samples as sample
    on sample.inspection_id = claim.inspection_id and sample.sample_id = claim.sample_id
where claim.inspection_id = $inspection_id and claim.claim_id = $claim_id;
