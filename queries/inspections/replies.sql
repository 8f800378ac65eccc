-- grain: one reply of a unit to an inspection, the earliest first
select reply.reply_id, reply.unit_id, reply.written_at, reply.written_by, words.sealed as sealed_words
from inspection_replies as reply
left join inspection_sealed as words on words.item_id = reply.reply_id
where reply.inspection_id = $inspection_id
order by reply.written_at, reply.reply_id;
