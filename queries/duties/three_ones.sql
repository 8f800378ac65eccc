-- order: 50
-- code: three_ones
-- zh: 三个一
-- en: A visit, a call and a home visit in the semester
-- family: talk
-- subject: child
-- period: semester
-- target: 1.00
-- source: 县关爱留守儿童“三个一”要求（每学期一次探视、一次亲情电话、一次家访）；duties.md, three_ones
-- source_en: County “three ones” (a visit, a call and a home visit each semester); duties.md, three_ones
-- sentence: 每学期应对每名留守儿童各有一次探视、一次亲情电话和一次家访。
-- sentence_en: In each semester every left-behind child should have one visit, one call with the parents and one home visit.
with cared as (
    select
        child_id,
        -- the days for the list of rows, bits for the status: eight times theirs in autumn
        list(happened_on) filter (where bit = 1) as visits,
        list(happened_on) filter (where bit = 2) as calls,
        list(happened_on) filter (where bit = 4) as home_visits,
        bit_or(bit << if(month(happened_on) >= 9, 3, 0)) as done
    from three_kinds
    where happened_on >= make_date(year($as_of), 3, 1) and month(happened_on) <> 8
    group by child_id
),
cared_for as (
    select *
    from children
    left join cared using (child_id)
),
owed as (
    select
        child.child_id, child.township_id, child.village, child.school, child.visits, child.calls, child.home_visits,
        semester.period, semester.first_on, semester.until_on, semester.last_on,
        coalesce((child.done >> if(semester.is_autumn, 3, 0)) & 7 = 7, false) as is_done
    from cared_for as child
    inner join semesters as semester
        on child.left_behind_from <= semester.first_on
        and (child.left_behind_to is null or child.left_behind_to > semester.until_on)
        and child.birth_date > semester.born_after_on
)
select
    'three_ones' as duty, 'child' as subject_kind, cast(null as varchar) as subject_id, child_id,
    township_id, village, school, period, end_of(last_on) as due_at,
    if(is_done, cast(greatest(
        list_min(list_filter(visits, lambda day: day between owed.first_on and owed.until_on)),
        list_min(list_filter(calls, lambda day: day between owed.first_on and owed.until_on)),
        list_min(list_filter(home_visits, lambda day: day between owed.first_on and owed.until_on))
    ) as timestamp), null) as met_at,
    -- what counts lies inside the semester, so none is late
    duty_status(if(is_done, last_on, null), last_on, cast($as_of as date) <= last_on) as status
from owed
