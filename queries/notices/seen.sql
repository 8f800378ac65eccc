-- grain: one of these events (`$event_keys`) that was looked at
select event_key from notice_events where list_contains($event_keys, event_key);
