-- grain: one row; the last entry of those at the beginning that are older than an instant, and how many they are
with kept as (
    select coalesce(min(entry_id), 9007199254740991) as first_id
    from audit_entries
    where happened_at >= $before_at
)
select count(*) as entry_count, max(entry_id) as last_id, max_by(hash, entry_id) as last_hash
from audit_entries
where entry_id < (select first_id from kept);
