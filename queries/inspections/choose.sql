-- One of several tellings is chosen: it alone stands, and nothing of the claim is in conflict any more.
update inspection_findings
set
    stands = finding_id = $finding_id,
    settled_at = if(is_conflict or finding_id = $finding_id, cast($settled_at as timestamp), settled_at),
    settled_by = if(is_conflict or finding_id = $finding_id, $settled_by, settled_by)
where inspection_id = $inspection_id and claim_id = $claim_id;
