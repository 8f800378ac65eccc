-- order: 160
-- code: checkup
-- zh: 体检
-- en: Health check
-- family: health
-- subject: child
-- period: semester
-- target: 1.00
-- source: 县留守儿童健康关爱制度（每学期一次体检）；duties.md, checkup
-- source_en: County rule on the health care of left-behind children (a check-up each semester); duties.md, checkup
-- sentence: 每学期应为每名留守儿童体检一次。
-- sentence_en: Every left-behind child has a health check in each semester.
-- since: current_checkups
with checked as (
    select
        child_id,
        -- the days for the list of rows, a bit a semester for the status: a figure needs no days
        list(checked_on) as days, bit_or(if(month(checked_on) >= 9, 2, 1)) as done
    from current_checkups
    where checked_on between make_date(year($as_of), 3, 1) and cast($as_of as date) and month(checked_on) <> 8
        -- of units: and child_id in (select child_id from children)
    group by child_id
),
checked_of as (
    select *
    from children
    left join checked using (child_id)
),
owed as (
    select
        child.child_id, child.township_id, child.village, child.school, child.days,
        semester.period, semester.first_on, semester.until_on, semester.last_on,
        coalesce(child.done & if(semester.is_autumn, 2, 1) > 0, false) as is_done
    from checked_of as child
    inner join semesters as semester
        on child.left_behind_from <= semester.first_on
        and (child.left_behind_to is null or child.left_behind_to > semester.until_on)
        and child.birth_date > semester.born_after_on
)
select
    'checkup' as duty, 'child' as subject_kind, cast(null as varchar) as subject_id, child_id, township_id, village, school,
    period, end_of(last_on) as due_at,
    cast(list_min(list_filter(days, lambda day: day between owed.first_on and owed.until_on)) as timestamp) as met_at,
    -- what counts lies inside the semester, so none is late
    duty_status(if(is_done, last_on, null), last_on, cast($as_of as date) <= last_on) as status
from owed
