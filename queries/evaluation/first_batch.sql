-- grain: one row: when the first export came of which something was read; null before
select min(received_at) as received_at from batch_registers where state = 'loaded';
