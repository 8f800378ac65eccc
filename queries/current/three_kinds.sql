-- grain: one row a visit (bit 1), call (2) or home visit (4) that was made by the day of `as_of`, as it was known then
select
    child_id, happened_on,
    case kind when cast('visit' as contacts_kind) then 1 when cast('call' as contacts_kind) then 2 else 4 end as bit
from current_contacts
-- against the type's own values: against texts every row's choice is first written as one
where kind in (cast('visit' as contacts_kind), cast('call' as contacts_kind), cast('home_visit' as contacts_kind))
    and happened_on <= cast($as_of as date)
    -- of units: and child_id in (select child_id from children)
