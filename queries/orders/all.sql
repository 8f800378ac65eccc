-- grain: one order with what it is about and its state on `$today`, what waits first; of one (`$order_id`), of an inspection
-- (`$inspection_id`) or (empty) of all, in some units or (none) in all
with happened as (
    select
        order_id,
        arg_max(kind, number) filter (where kind in ('issued', 'proof', 'accepted', 'returned')) as kind,
        arg_max(due_on, number) filter (where due_on is not null) as due_on
    from inspection_order_events
    group by order_id
),
stated as (
    select
        made.order_id, made.inspection_id, made.claim_id, made.unit_id, made.issued_at, made.issued_by,
        coalesce(happened.due_on, made.due_on) as due_on, happened.kind
    from inspection_orders as made
    inner join happened using (order_id)
    where ($order_id = '' or made.order_id = $order_id) and ($inspection_id = '' or made.inspection_id = $inspection_id)
        and (
            len($units) = 0
            or len(list_filter($units, unit -> made.unit_id = unit or starts_with(made.unit_id, unit || '/'))) > 0
        )
)
select
    stated.order_id, stated.inspection_id, stated.claim_id, stated.unit_id, stated.issued_at, stated.issued_by, stated.due_on,
    case
        when stated.kind = 'accepted' then 'accepted'
        when stated.kind = 'proof' then 'handed_in'
        when stated.due_on < cast($today as date) then 'overdue'
        when stated.kind = 'returned' then 'returned'
        else 'open'
    end as state,
    claim.sample_id, claim.duty, claim.item, claim.period, finding.result, sample.kind as subject_kind, sample.subject,
    sample.child_id, townships.name as township, sample.village, sample.school
from stated
inner join inspection_claims as claim using (inspection_id, claim_id)
inner join inspection_samples as sample using (inspection_id, sample_id)
left join inspection_findings as finding
    on finding.inspection_id = stated.inspection_id and finding.claim_id = stated.claim_id and finding.stands
left join townships using (township_id)
order by state in ('accepted', 'handed_in'), state = 'accepted', stated.due_on, stated.order_id;
