delete from notice_stale where township_id = $township_id;
