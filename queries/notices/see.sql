insert into notice_events values ($event_key, $seen_at);
