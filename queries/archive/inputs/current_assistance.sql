-- grain: one row a child and month of the year of `as_of` with a payment; of other days only that there were such
-- renumbered: child_id
select distinct
    if(year(paid_on) = year($as_of) and paid_on <= cast($as_of as date), child_id, null) as child_id,
    if(year(paid_on) = year($as_of) and paid_on <= cast($as_of as date), cast(date_trunc('month', paid_on) as date), null) as paid_on
from current_assistance
