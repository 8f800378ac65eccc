-- grain: one row a village, school or teacher who last talked: how many rows of `items` (queries/todo) are theirs
with chosen as materialized (
    select child_id, village, school
    from items
),
last_talks as (
    select child_id, max({'day': happened_on, 'by': by_name}).by as teacher_id
    from class_talks
    where child_id in (select child_id from chosen)
    group by child_id
),
-- once by all of them together, which is a fraction of the rows
placed as (
    select village, school, teacher_id, count(*) as n
    from chosen
    left join last_talks using (child_id)
    group by all
),
counted as (
    select
        village, school, teacher_id, cast(sum(n) as bigint) as n,
        grouping(village) as no_village, grouping(school) as no_school, grouping(teacher_id) as no_teacher
    from placed
    group by grouping sets ((village), (school), (teacher_id))
),
named as (
    select
        case when no_village = 0 then 'village' when no_school = 0 then 'school' else 'teacher' end as kind,
        n, if(no_teacher = 0, teacher_id, null) as teacher_id,
        case when no_village = 0 then village when no_school = 0 then school else cast(teacher_id as varchar) end as value
    from counted
)
select named.kind, value, n, teacher_id, identities.sealed
from named
left join identities on identities.identity = named.teacher_id
where value is not null
order by named.kind, n desc, value
