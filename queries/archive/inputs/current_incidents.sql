-- grain: whether any register told of the police (from when on that duty is in force), without an incident
select distinct cast(if(police_reported_at is null, null, $as_of) as timestamp) as police_reported_at
from current_incidents
