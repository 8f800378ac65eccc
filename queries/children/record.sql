-- grain: one row, the last known census version of a child, with what its last file says of the guardian; none where no
-- township's census ever held it
with places as (
    select child_id, township_id, village, school, name
    from census_rows
    where child_id = $child_key
    order by to_at is not null, from_at desc
    limit 1
),
guardians as (
    select child_id, guardian_name, guardian_phone
    from files_rows
    where child_id = $child_key
    order by to_at is not null, from_at desc
    limit 1
)
select
    places.child_id, townships.name as township, places.township_id, places.village, places.school,
    child.sealed as sealed_id, places.name, naming.sealed as sealed_name,
    guardian_name, guardian.sealed as sealed_guardian, guardian_phone, phone.sealed as sealed_phone,
    exists (select 1 from forgotten where forgotten.child_id = places.child_id) as is_forgotten
from places
inner join townships using (township_id)
left join guardians on guardians.child_id = places.child_id
left join identities as child on child.identity = places.child_id
left join identities as naming on naming.identity = places.name
left join identities as guardian on guardian.identity = guardian_name
left join identities as phone on phone.identity = guardian_phone
