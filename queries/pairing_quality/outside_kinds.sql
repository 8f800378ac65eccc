-- grain: one row a pairing in force with somebody whom the policy's `carer_kinds` does not allow; the oldest first
select
    'outside_kinds' as list, township_id, village, school, child_id, carer_name, cast(null as hugeint) as other_carer_name,
    [coalesce(cast(carer_kind as varchar), 'unknown')] as reasons,
    date_diff('day', started_on, cast($as_of as date)) as weight, carer_phone as tie,
    cast(carer_kind as varchar) as carer_kind, carer_unit, started_on
from placed_pairings
where is_in_force and coalesce(cast(carer_kind as varchar), '') not in (select carer_kind from policy_carer_kinds)
    and is_in_units($units, township_id, village, school)
