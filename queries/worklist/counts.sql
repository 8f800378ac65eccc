-- grain: one row a list of `items` (queries/todo) and village, school or teacher who last talked, and one a list alone
-- (kind `list`): how many rows it has in the asked unit
with last_talks as (
    select child_id, max({'day': happened_on, 'by': by_name}).by as teacher_id
    from current_contacts
    where kind = 'talk' and by_role = 'class_teacher' and happened_on <= cast($as_of as date)
    group by child_id
),
chosen as (
    select items.list, items.village, items.school, last_talks.teacher_id
    from items
    left join last_talks using (child_id)
    where $unit = '' or $unit = (select code from county) or township_id = $unit
        or township_id || '/' || village = $unit or township_id || '/' || school = $unit
),
counted as (
    select 'list' as kind, list, list as value, cast(null as hugeint) as teacher_id, count(*) as n
    from chosen
    group by all
    union all
    select 'village', list, village, null, count(*)
    from chosen
    where village is not null
    group by all
    union all
    select 'school', list, school, null, count(*)
    from chosen
    where school is not null
    group by all
    union all
    select 'teacher', list, cast(teacher_id as varchar), teacher_id, count(*)
    from chosen
    where teacher_id is not null
    group by all
)
select counted.kind, list, value, n, teacher_id, identities.sealed
from counted
left join identities on counted.teacher_id is not null and identities.identity = counted.teacher_id
order by counted.kind, list, n desc, value
