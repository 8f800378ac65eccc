-- grain: one notice that was not told, or of which nobody knows whether it was, since `$since_at`, the latest first
with last as (
    select
        *, count(*) filter (where state = 'sending') over (partition by event_key, channel, recipient) as attempt_count
    from notice_steps
    qualify row_number() over (partition by event_key, channel, recipient order by step desc) = 1
)
select
    notices.channel, notices.recipient, notices.kind, split_part(notices.places, chr(10), 1) as unit_id, last.state,
    last.happened_at, last.attempt_count, last.reason
from notices
inner join last using (event_key, channel, recipient)
where last.state in ('failed', 'unknown') and last.happened_at > $since_at
order by last.happened_at desc, notices.event_key, notices.channel, notices.recipient
limit $limit;
