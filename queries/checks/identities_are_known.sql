-- grain: one row a key of a child that the dictionary of identities does not hold, and that was not erased
with keys as (
    select child_id from each_child
    union
    select child_id from live_incidents
)
select child_id
from keys
anti join identities on identities.identity = keys.child_id
anti join forgotten using (child_id);
