-- grain: one row a township and child that its files, open enrolments, pairings in force or contacts of twelve months know
-- and no township's census holds; `last_in_census_on` is null where none ever did. Those who never were come first.
with knowing as (
    select township_id, child_id, 'files' as register from current_files
    union
    select township_id, child_id, 'enrolments' from open_enrolments
    union
    select township_id, child_id, 'pairings' from placed_pairings where is_in_force
    union
    select township_id, child_id, 'contacts' from recent_contacts
),
known as (
    select township_id, child_id, list(register order by register) as reasons
    from knowing
    anti join current_census using (child_id)
    where child_id is not null and township_id in (select township_id from townships)
    group by township_id, child_id
),
departures as (
    select child_id, cast(max(gone_at) as date) as last_in_census_on
    from census_stays
    group by child_id
)
select
    'not_in_census' as list, known.township_id, stay.village, stay.school, known.child_id,
    cast(null as hugeint) as carer_name, cast(null as hugeint) as other_carer_name, known.reasons,
    if(departures.child_id is null, 10, 0) + len(known.reasons) as weight, cast(null as hugeint) as tie,
    departures.last_in_census_on
from known
left join census_stays as stay on stay.township_id = known.township_id and stay.child_id = known.child_id
left join departures on departures.child_id = known.child_id
where is_in_units($units, known.township_id, stay.village, stay.school)
