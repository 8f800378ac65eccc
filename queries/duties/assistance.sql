-- order: 240
-- code: assistance
-- zh: 困难资助
-- en: Help for a child in need
-- family: guardianship
-- subject: child
-- period: semester
-- target: 1.00
-- source: 国发〔2016〕13 号（困难家庭留守儿童救助帮扶）；duties.md, assistance
-- source_en: State Council circular Guofa [2016] 13 (help for left-behind children of poor families); duties.md, assistance
-- sentence: 每学期应对每名家庭困难的留守儿童资助一次。
-- sentence_en: Every left-behind child in need is paid help in each semester.
-- since: current_assistance
with paid as (
    select
        child_id,
        -- the days for the list of rows, a bit a semester for the status: a figure needs no days
        list(paid_on) as days, bit_or(if(month(paid_on) >= 9, 2, 1)) as done
    from current_assistance
    where paid_on between make_date(year($as_of), 3, 1) and cast($as_of as date) and month(paid_on) <> 8
        -- of units: and child_id in (select child_id from children)
    group by child_id
),
needy as (
    select child_id
    from file_facts
    where is_in_need
),
paid_of as (
    select *
    from children
    semi join needy using (child_id)
    left join paid using (child_id)
),
owed as (
    select
        child.child_id, child.township_id, child.village, child.school, child.days,
        semester.period, semester.first_on, semester.until_on, semester.last_on,
        coalesce(child.done & if(semester.is_autumn, 2, 1) > 0, false) as is_done
    from paid_of as child
    inner join semesters as semester
        on child.left_behind_from <= semester.first_on
        and (child.left_behind_to is null or child.left_behind_to > semester.until_on)
        and child.birth_date > semester.born_after_on
)
select
    'assistance' as duty, 'child' as subject_kind, cast(null as varchar) as subject_id, child_id, township_id, village, school,
    period, end_of(last_on) as due_at,
    cast(list_min(list_filter(days, lambda day: day between owed.first_on and owed.until_on)) as timestamp) as met_at,
    -- what counts lies inside the semester, so none is late
    duty_status(if(is_done, last_on, null), last_on, cast($as_of as date) <= last_on) as status
from owed
