insert into notice_stale values ($township_id, $begun_at);
