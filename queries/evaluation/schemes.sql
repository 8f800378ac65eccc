-- grain: one saved version of a year's scheme, the newest first
select version, saved_at, saved_by, reason, scheme
from evaluation_schemes
where year = $year
order by version desc;
