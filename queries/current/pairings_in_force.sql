-- grain: one row a pairing in force on the day of `as_of`; it counts for its child whichever township exported it
create or replace macro pairings_in_force(as_of) as table
select child_id, carer_name, carer_kind, started_on
from current_pairings(as_of)
where started_on <= cast(as_of as date)
    and (ended_on is null or ended_on > cast(as_of as date));
