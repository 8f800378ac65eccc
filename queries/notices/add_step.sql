-- The next step of a notice; an empty text: none.
insert into notice_steps
select
    $event_key, $channel, $recipient, coalesce(max(step), 0) + 1,
    $state, nullif($message_id, ''), $happened_at, if($has_next, $next_at, null), nullif($reason, '')
from notice_steps
where event_key = $event_key and channel = $channel and recipient = $recipient;
