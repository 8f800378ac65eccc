-- grain: one subject of the frame that an inspection committed to
select kind, subject, child_id, township_id, place, risk
from inspection_frame
where inspection_id = $inspection_id
order by kind, township_id, place nulls first, subject;
