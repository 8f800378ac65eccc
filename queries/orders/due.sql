-- grain: one order that was not handed in, whose last day is at most `$soon` or is over on `$today`
with happened as (
    select
        order_id,
        arg_max(kind, number) filter (where kind in ('issued', 'proof', 'accepted', 'returned')) as kind,
        arg_max(due_on, number) filter (where due_on is not null) as due_on
    from inspection_order_events
    group by order_id
)
select
    made.order_id, made.unit_id, coalesce(happened.due_on, made.due_on) as due_on,
    coalesce(happened.due_on, made.due_on) < cast($today as date) as is_overdue
from inspection_orders as made
inner join happened using (order_id)
where happened.kind in ('issued', 'returned') and coalesce(happened.due_on, made.due_on) <= cast($soon as date)
order by due_on, made.order_id;
