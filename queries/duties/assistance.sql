-- order: 240
-- code: assistance
-- zh: 困难资助
-- en: Help for a child in need
-- family: guardianship
-- subject: child
-- period: semester
-- target: 1.00
-- source: 国发〔2016〕13 号（困难家庭留守儿童救助帮扶）；duties.md, assistance
-- sentence: 每学期应对每名家庭困难的留守儿童资助一次。
-- sentence_en: Every left-behind child in need is paid help in each semester.
-- since: current_assistance
with paid as (
    select child_id, list(paid_on) as days
    from current_assistance
    where paid_on between make_date(year($as_of), 3, 1) and cast($as_of as date)
    group by child_id
),
owed as (
    select child.*, list_min(list_filter(paid.days, lambda day: day between child.first_on and child.until_on)) as met_on
    from semester_children as child
    inner join file_facts as fact using (child_id)
    left join paid using (child_id)
    where fact.is_in_need
)
select
    'assistance' as duty, 'child' as subject_kind, cast(null as varchar) as subject_id, child_id, township_id, village, school,
    period, end_of(last_on) as due_at, cast(met_on as timestamp) as met_at,
    -- what counts lies inside the semester, so none is late
    duty_status(met_on, last_on, cast($as_of as date) <= last_on) as status
from owed
