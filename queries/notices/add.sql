insert into notices
values ($event_key, $channel, $recipient, $kind, $subject, array_to_string($places, chr(10)), $facts, $created_at);
