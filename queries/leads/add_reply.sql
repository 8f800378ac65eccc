insert into credibility_replies
select coalesce(max(reply_id), 0) + 1, $unit_id, $signal, $as_of_at, $written_by, $written_at, $reply
from credibility_replies;
