-- grain: one row; an incident as it was last told live
select *
from live_incidents
where township_id = $township_id and incident_id = $incident_id and to_at is null;
