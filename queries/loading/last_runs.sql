-- The last run of each township, whatever came of it: the schedule compares it with what was due.
-- Grain: one row a township that was ever pulled.
select township_id, max(started_at) as started_at
from runs
group by township_id
