-- grain: one row a township and incident that was known at `as_of`: as the township's register has it, else as it was told
-- live (docs/operating.md, Live incidents). `known_at`: since when this content stands.
select
    township_id, incident_id, child_id, cast(kind as varchar) as kind, occurred_at, guardian_notified_at,
    parents_notified_at, education_reported_at, township_reported_at, police_reported_at, closed_at,
    from_at as known_at, true as is_in_register
from current_incidents
union all
select
    live.township_id, live.incident_id, live.child_id, live.kind, live.occurred_at, live.guardian_notified_at,
    live.parents_notified_at, live.education_reported_at, live.township_reported_at, live.police_reported_at,
    live.closed_at, live.from_at, false
from current_live_incidents as live
anti join current_incidents as register
    on register.township_id = live.township_id and register.incident_id = live.incident_id
