-- grain: one row of `items` (queries/todo), with the child's sealed name and number, and the teacher who
-- last held a class teacher's talk with it: the registers name no class teacher of today, so the page says 上次谈心教师
with taught as (
    -- of the children with whom the teacher ever talked, those with whom nobody else did since
    select child_id
    from class_talks
    where child_id in (select child_id from class_talks where by_name = try_cast($teacher as hugeint))
    group by child_id
    having max({'day': happened_on, 'by': by_name}).by = try_cast($teacher as hugeint)
),
chosen as (
    select *
    from items
    where ($village = '' or village = $village)
        and ($school = '' or school = $school)
        and ($teacher = '' or child_id in (select child_id from taught))
),
-- cut before names are looked up: a list may have as many rows as the county has children
page as materialized (
    select list, duty, township_id, village, school, period, subject_id, child_id, missing, due_at, status
    from chosen
    order by due_at nulls last, township_id, school nulls last, village nulls last, subject_id, child_id, duty, period
    limit $limit offset $offset
),
naming as materialized (
    select census.township_id, census.child_id, census.name
    from current_census as census
    where census.child_id in (select child_id from page)
),
talking as materialized (
    select child_id, max({'day': happened_on, 'by': by_name}).by as teacher_id
    from class_talks
    where child_id in (select child_id from page)
    group by child_id
),
lacking as materialized ({{lacking}}),
opened as materialized (
    select identity, sealed
    from identities
    where identity in (
        select child_id from page union all select name from naming union all select teacher_id from talking
    )
)
select
    page.list, page.duty, page.township_id, townships.name as township, page.village, page.school, page.period,
    if(page.list = 'incident', page.subject_id, null) as incident_id,
    if(page.list <> 'incident' and page.child_id is null, page.subject_id, null) as subject,
    page.child_id, child.sealed as sealed_id, naming.name as name_id, name.sealed as sealed_name,
    talking.teacher_id, teacher.sealed as sealed_teacher,
    coalesce(lacking.missing, page.missing) as missing, page.due_at, date_diff('day', cast($as_of as date), cast(page.due_at as date)) as days_left,
    page.status
from page
inner join townships using (township_id)
left join talking using (child_id)
left join lacking using (child_id)
left join naming on naming.township_id = page.township_id and naming.child_id = page.child_id
left join opened as child on child.identity = page.child_id
left join opened as name on name.identity = naming.name
left join opened as teacher on teacher.identity = talking.teacher_id
order by page.due_at nulls last, page.township_id, page.school nulls last, page.village nulls last,
    page.subject_id, page.child_id, page.duty, page.period
