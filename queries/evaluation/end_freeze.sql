insert into evaluation_freeze_ends values ($freeze_id, $kind, $ended_by, $ended_at, $reason);
