-- grain: one row a village or school of the config in which no township's census has a child at `as_of`
with places as (
    select township_id, name as village, cast(null as varchar) as school, 'village' as kind from villages
    union all
    select township_id, null, name, 'school' from schools
)
select
    'empty_places' as list, township_id, village, school, cast(null as hugeint) as child_id,
    cast(null as hugeint) as carer_name, cast(null as hugeint) as other_carer_name, [kind] as reasons,
    0 as weight, cast(null as hugeint) as tie
from places
where not exists (
    select 1
    from current_census as census
    where census.township_id = places.township_id
        and (census.village = places.village or census.school = places.school)
)
    and is_in_units($units, township_id, village, school)
