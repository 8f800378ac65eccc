-- grain: one row a child, kind of contact and month of the year; of other years only that there were such, without a child
-- renumbered: child_id
select distinct
    if(year(happened_on) = year($as_of) and happened_on <= cast($as_of as date), child_id, null) as child_id,
    cast(kind as varchar) as kind,
    if(year(happened_on) = year($as_of) and happened_on <= cast($as_of as date), cast(date_trunc('month', happened_on) as date), null) as happened_on,
    if(by_role = 'class_teacher', 'class_teacher', 'other') as by_role
from current_contacts
