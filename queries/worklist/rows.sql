-- grain: one row of `items` (queries/todo) in the asked unit, with the child's sealed name and number, and the teacher who
-- last held a class teacher's talk with it: the registers name no class teacher of today, so the page says 上次谈心教师
with last_talks as (
    select child_id, max({'day': happened_on, 'by': by_name}).by as teacher_id
    from current_contacts
    where kind = 'talk' and by_role = 'class_teacher' and happened_on <= cast($as_of as date)
    group by child_id
),
chosen as (
    select items.*, last_talks.teacher_id
    from items
    left join last_talks using (child_id)
    where ($unit = '' or $unit = (select code from county) or township_id = $unit
            or township_id || '/' || village = $unit or township_id || '/' || school = $unit)
        and ($village = '' or village = $village)
        and ($school = '' or school = $school)
        and ($teacher = '' or cast(last_talks.teacher_id as varchar) = $teacher)
)
select
    chosen.list, chosen.duty, chosen.township_id, townships.name as township, chosen.village, chosen.school, chosen.period,
    if(chosen.list = 'incident', chosen.subject_id, null) as incident_id,
    chosen.child_id, child.sealed as sealed_id, census.name as name_id, naming.sealed as sealed_name,
    chosen.teacher_id, teacher.sealed as sealed_teacher,
    chosen.missing, chosen.due_at, date_diff('day', cast($as_of as date), cast(chosen.due_at as date)) as days_left,
    chosen.status
from chosen
inner join townships using (township_id)
left join current_census as census on census.township_id = chosen.township_id and census.child_id = chosen.child_id
left join identities as child on child.identity = chosen.child_id
left join identities as naming on naming.identity = census.name
left join identities as teacher on teacher.identity = chosen.teacher_id
order by chosen.due_at nulls last, chosen.township_id, chosen.school nulls last, chosen.village nulls last,
    chosen.subject_id, chosen.duty, chosen.period
limit $limit offset $offset
