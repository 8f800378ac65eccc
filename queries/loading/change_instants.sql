-- grain: one row an instant from which something that a township sent shows: a batch, or a version of what was told live
select received_at from batches
union
select from_at from live_incidents
union
select to_at from live_incidents where to_at is not null
