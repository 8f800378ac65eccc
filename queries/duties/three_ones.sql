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
create or replace macro duty_three_ones(as_of) as table
with owed as (
    select child.child_id, child.township_id, child.village, child.school, semester.period, semester.last_on
    from children(as_of) as child
    inner join semesters(as_of) as semester
        on child.left_behind_from <= semester.first_on
        and (child.left_behind_to is null or child.left_behind_to > least(cast(as_of as date), semester.last_on))
    where child.is_in_situation
        and age_on(child.birth_date, least(cast(as_of as date), semester.last_on)) < (select age_limit from policy)
),
firsts as (
    select
        contact.child_id, semester.period,
        min(contact.happened_on) filter (where contact.kind = 'visit') as visit_on,
        min(contact.happened_on) filter (where contact.kind = 'call') as call_on,
        min(contact.happened_on) filter (where contact.kind = 'home_visit') as home_visit_on
    from current_contacts(as_of) as contact
    inner join semesters(as_of) as semester
        on contact.happened_on between semester.first_on and least(semester.last_on, cast(as_of as date))
    where contact.kind in ('visit', 'call', 'home_visit')
    group by contact.child_id, semester.period
),
done as (
    select child_id, period, cast(greatest(visit_on, call_on, home_visit_on) as timestamp) as met_at
    from firsts
    where visit_on is not null and call_on is not null and home_visit_on is not null
)
select
    'three_ones' as duty, 'child' as subject_kind, cast(owed.child_id as varchar) as subject_id, owed.township_id, owed.village, owed.school,
    owed.period, end_of(owed.last_on) as due_at, done.met_at,
    duty_status(done.met_at, end_of(owed.last_on), cast(as_of as date) <= owed.last_on) as status
from owed
left join done using (child_id, period);
