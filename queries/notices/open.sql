-- grain: one notice that is not done with: waiting, to be tried again, or being sent; `is_old`: what came later of the same
-- makes it old news (a clock that stopped, ran out or an order that did or was handed in, a township that is fresh again)
with last as (
    select
        *, count(*) filter (where state = 'sending') over (partition by event_key, channel, recipient) as attempt_count
    from notice_steps
    qualify row_number() over (partition by event_key, channel, recipient order by step desc) = 1
),
handed as (
    select
        order_id,
        arg_max(kind, number) filter (where kind in ('issued', 'proof', 'accepted', 'returned')) as kind,
        arg_max(due_on, number) filter (where due_on is not null) as due_on
    from inspection_order_events
    group by order_id
),
-- With the last day that holds now: one that was given another is told of that.
waiting as (
    select concat('order/', made.order_id) as subject, concat('/', coalesce(handed.due_on, made.due_on), 'T') as day
    from inspection_orders as made
    inner join handed using (order_id)
    where handed.kind in ('issued', 'returned')
),
standing as (
    select
        notices.event_key, notices.channel, notices.recipient, notices.kind, notices.subject, notices.places, notices.facts,
        notices.created_at, coalesce(last.state, 'waiting') as state, last.message_id, last.next_at,
        coalesce(last.attempt_count, 0) as attempt_count,
        exists (
            select 1 from waiting where waiting.subject = notices.subject and contains(notices.event_key, waiting.day)
        ) as is_waiting
    from notices
    left join last using (event_key, channel, recipient)
    where coalesce(last.state, 'waiting') in ('waiting', 'retry', 'sending')
),
stopped as (
    select concat_ws('/', 'clock', township_id, incident_id, clock) as subject, event
    from incident_events
    where event in ('overdue', 'closed')
)
select
    * exclude (is_waiting),
    case kind
        when 'incident_half_time' then subject in (select subject from stopped)
        when 'incident_overdue' then subject in (select subject from stopped where event = 'closed')
        when 'township_stale' then subject not in (select 'stale/' || township_id from notice_stale)
        when 'order_due' then
            not is_waiting or subject in (select subject from notices where kind = 'order_overdue')
        when 'order_overdue' then not is_waiting
        else false
    end as is_old
from standing
order by created_at, event_key, channel, recipient;
