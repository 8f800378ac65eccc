insert into runs
select coalesce(max(run_id), 0) + 1, $reason, $township_id, $started_at, $duration_ms, $state, $message, $batch_id
from runs;
