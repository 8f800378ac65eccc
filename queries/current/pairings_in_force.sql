-- grain: one row a pairing in force on the day of `as_of`; it counts for its child whichever township exported it
select child_id, carer_name, carer_kind, started_on
from current_pairings
where started_on <= cast($as_of as date)
    and (ended_on is null or ended_on > cast($as_of as date))
    -- of units: and child_id in (select child_id from children)
