-- grain: one row; whether an event was looked at
select count(*) > 0 as is_seen from notice_events where event_key = $event_key;
