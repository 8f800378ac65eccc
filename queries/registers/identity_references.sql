-- of: all
-- grain: one row a place that holds the key of an identity; an identity to which nothing refers is not kept
select identity from each_identity
union all
select child_id from live_incidents
union all
select value from findings
