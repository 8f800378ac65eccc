-- order: 50
-- code: three_ones
-- zh: 三个一
-- en: A visit, a call and a home visit in the semester
-- family: talk
-- subject: child
-- period: semester
-- target: 1.00
-- source: 县关爱留守儿童“三个一”要求（每学期一次探视、一次亲情电话、一次家访）；duties.md, three_ones
-- sentence: 每学期应对每名留守儿童各有一次探视、一次亲情电话和一次家访。
with firsts as (
    select
        child_id, season_of(happened_on) as season,
        min(happened_on) filter (where kind = 'visit') as visit_on,
        min(happened_on) filter (where kind = 'call') as call_on,
        min(happened_on) filter (where kind = 'home_visit') as home_visit_on
    from current_contacts
    where kind in ('visit', 'call', 'home_visit')
        and happened_on between make_date(year($as_of), 1, 1) and cast($as_of as date)
    group by child_id, season
),
done as (
    select child_id, season, greatest(visit_on, call_on, home_visit_on) as met_on
    from firsts
    where visit_on is not null and call_on is not null and home_visit_on is not null
),
owed as (
    select
        child.child_id, child.township_id, child.village, child.school, semester.season, semester.period, semester.last_on
    from children as child
    inner join semesters as semester
        on child.left_behind_from <= semester.first_on
        and (child.left_behind_to is null or child.left_behind_to > semester.until_on)
        and child.birth_date > semester.born_after_on
)
select
    'three_ones' as duty, 'child' as subject_kind, cast(owed.child_id as varchar) as subject_id, owed.township_id,
    owed.village, owed.school, owed.period, end_of(owed.last_on) as due_at, cast(done.met_on as timestamp) as met_at,
    duty_status(done.met_on, owed.last_on, cast($as_of as date) <= owed.last_on) as status
from owed
left join done using (child_id, season)
