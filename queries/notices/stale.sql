-- grain: one township that was stale when it was last looked at
select township_id from notice_stale;
