-- grain: one row a child and kind of carer whom a pairing gives it on the day of `as_of`; nothing of whom or since when
-- renumbered: child_id
select distinct
    child_id, cast(if(carer_kind in ('cadre', 'teacher'), carer_kind, 'other') as varchar) as carer_kind,
    cast($as_of as date) as started_on
from pairings_in_force
