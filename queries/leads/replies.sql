-- grain: one reply of a unit to a signal that was written by `as_of`, the earliest first; of some units and what lies in
-- them, or (none) of all
select reply_id, unit_id, signal, as_of_at, written_by, written_at, reply
from credibility_replies
where written_at <= $until_at
    and (len($units) = 0 or list_contains($units, unit_id) or list_contains($units, split_part(unit_id, '/', 1)))
order by reply_id;
