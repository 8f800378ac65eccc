-- What stood of a claim stands no longer.
update inspection_findings
set stands = false
where inspection_id = $inspection_id and claim_id = $claim_id and stands;
