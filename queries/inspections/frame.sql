-- grain: one row a subject that an inspection can draw in some units, or (none) in all: the children of population(D), the
-- schools they go to, the homes in use and the incidents of the period; `risk` 0–3 by what is missed (2 points each) and
-- late (1) of the period, of a school by the part of its rows that is missed
with judged as (
    select *, case status when 'missed' then 2 when 'late' then 1 else 0 end as points
    from ledger
    where period = 'state' or period_within(period, $period)
),
frame_children as (
    select
        'child' as kind, cast(child_id as varchar) as subject, child_id, township_id, village, school,
        coalesce((select sum(points) from judged where judged.child_id = child.child_id), 0) as points
    from population as child
),
frame_homes as (
    select
        'home' as kind, township_id || '/' || home_id as subject, cast(null as hugeint) as child_id,
        township_id, village, school,
        coalesce((
            select sum(points)
            from judged
            where judged.township_id = home.township_id and (
                (subject_kind = 'home' and subject_id = home_id)
                or (subject_kind = 'standard' and starts_with(subject_id, home_id || '/'))
            )
        ), 0) as points
    from homes_in_use as home
),
frame_incidents as (
    select
        'incident' as kind, township_id || '/' || subject_id as subject, cast(null as hugeint) as child_id,
        township_id, any_value(village) as village, any_value(school) as school, sum(points) as points
    from judged
    where subject_kind = 'incident'
    group by township_id, subject_id
),
schools_in_use as (
    select
        'school' as kind, township_id || '/' || school as subject, cast(null as hugeint) as child_id,
        township_id, cast(null as varchar) as village, school,
        count(*) filter (where status = 'missed') / count(*) as part
    from judged
    where school is not null
    group by township_id, school
),
graded as (
    select
        kind, subject, child_id, township_id, village, school,
        case when points = 0 then 0 when points <= 2 then 1 when points <= 5 then 2 else 3 end as risk
    from (select * from frame_children union all select * from frame_homes union all select * from frame_incidents)
    union all
    select
        kind, subject, child_id, township_id, village, school,
        case when part < 0.1 then 0 when part < 0.25 then 1 when part < 0.5 then 2 else 3 end as risk
    from schools_in_use
)
select kind, subject, child_id, township_id, village, school, risk
from graded
where list_contains($kinds, kind) and is_in_units($units, township_id, village, school)
order by kind, township_id, coalesce(school, village) nulls last, subject
