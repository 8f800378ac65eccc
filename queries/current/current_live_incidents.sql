-- grain: one row an incident that a township had told live by `as_of`, as it was told then
select *
from live_incidents
where from_at <= $as_of and (to_at is null or to_at > $as_of)
