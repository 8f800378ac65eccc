-- grain: one order of a claim that was not accepted yet
with last as (
    select order_id, arg_max(kind, number) filter (where kind in ('issued', 'proof', 'accepted', 'returned')) as kind
    from inspection_order_events
    group by order_id
)
select made.order_id
from inspection_orders as made
inner join last using (order_id)
where made.inspection_id = $inspection_id and made.claim_id = $claim_id and last.kind <> 'accepted';
