insert into inspection_claims
values ($inspection_id, $claim_id, $sample_id, $duty, $item, $period, $status, $due_at, $met_at);
