-- grain: one row a pairing in force whose carer, by name, has had no contact with the child since the day on which the
-- pairing began; the oldest first. A pairing of the last 30 days is told apart: there was hardly time.
with kept as (
    select township_id, child_id, by_name, max(happened_on) as last_on
    from current_contacts
    where happened_on <= cast($as_of as date)
    group by township_id, child_id, by_name
),
silent as (
    select pairing.*, date_diff('day', pairing.started_on, cast($as_of as date)) as days
    from placed_pairings as pairing
    where is_in_force
        and not exists (
            select 1
            from kept
            where kept.child_id = pairing.child_id and kept.by_name = pairing.carer_name
                and kept.last_on >= pairing.started_on
        )
)
select
    'no_contact' as list, township_id, village, school, child_id, carer_name, cast(null as hugeint) as other_carer_name,
    [if(days <= 30, 'new', 'long')] as reasons, days as weight, carer_phone as tie,
    cast(carer_kind as varchar) as carer_kind, carer_unit, started_on
from silent
where is_in_units($units, township_id, village, school)
