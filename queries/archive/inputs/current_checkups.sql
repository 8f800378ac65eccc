-- grain: one row a child and month of the year of `as_of` with a check-up; of other days only that there were such
-- renumbered: child_id
select distinct
    if(year(checked_on) = year($as_of) and checked_on <= cast($as_of as date), child_id, null) as child_id,
    if(year(checked_on) = year($as_of) and checked_on <= cast($as_of as date), cast(date_trunc('month', checked_on) as date), null) as checked_on
from current_checkups
