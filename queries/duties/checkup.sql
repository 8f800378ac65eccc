-- order: 160
-- code: checkup
-- zh: 体检
-- en: Health check
-- family: health
-- subject: child
-- period: semester
-- target: 1.00
-- source: 县留守儿童健康关爱制度（每学期一次体检）；duties.md, checkup
-- sentence: 每学期应为每名留守儿童体检一次。
-- sentence_en: Every left-behind child has a health check in each semester.
-- since: current_checkups
with checked as (
    select child_id, list(checked_on) as days
    from current_checkups
    where checked_on between make_date(year($as_of), 3, 1) and cast($as_of as date)
    group by child_id
),
owed as (
    select child.*, list_min(list_filter(checked.days, lambda day: day between child.first_on and child.until_on)) as met_on
    from semester_children as child
    left join checked using (child_id)
)
select
    'checkup' as duty, 'child' as subject_kind, cast(null as varchar) as subject_id, child_id, township_id, village, school,
    period, end_of(last_on) as due_at, cast(met_on as timestamp) as met_at,
    -- what counts lies inside the semester, so none is late
    duty_status(met_on, last_on, cast($as_of as date) <= last_on) as status
from owed
