-- grain: one export that brought a register of a township anew until `$known_at`, the earliest first: what the figures rest on
select
    outcome.township_id, outcome.register, source.file, source.sha256, outcome.received_at as read_at,
    outcome.read_count, outcome.accepted_count
from batch_registers as outcome
left join source_files as source using (source_id)
where outcome.state = 'loaded' and outcome.received_at <= $known_at and outcome.township_id in (select township_id from townships)
order by outcome.received_at, outcome.township_id, outcome.register;
