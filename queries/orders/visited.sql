-- grain: one subject that a second visit goes to, with where it was when it was first drawn
select distinct
    sample.kind, sample.subject, sample.child_id, sample.township_id, sample.village, sample.school, sample.risk
from inspection_order_events as event
inner join inspection_orders as made using (order_id)
inner join inspection_claims as claim
    on claim.inspection_id = made.inspection_id and claim.claim_id = made.claim_id
inner join inspection_samples as sample
    on sample.inspection_id = claim.inspection_id and sample.sample_id = claim.sample_id
where event.second_inspection_id = $inspection_id
qualify row_number() over (partition by sample.kind, sample.subject order by made.issued_at desc, made.order_id) = 1
order by sample.kind, sample.township_id, sample.subject;
