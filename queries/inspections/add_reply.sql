insert into inspection_replies values ($reply_id, $inspection_id, $unit_id, $written_at, $written_by);
