-- order: 40
-- code: talk
-- zh: 月谈心
-- en: Monthly talk with the class teacher
-- family: talk
-- subject: child
-- period: month
-- target: 1.00
-- source: 县教育局留守儿童关爱制度（班主任每月谈心一次）；duties.md, talk
-- sentence: 在校月份里，班主任每月应与每名留守儿童谈心至少一次。
with talks as (
    select child_id, month(happened_on) as month, min(happened_on) as met_on
    from current_contacts
    where kind = 'talk' and by_role = 'class_teacher'
        and happened_on between make_date(year($as_of), 1, 1) and cast($as_of as date)
    group by child_id, month
),
owed as (
    select child.child_id, child.township_id, child.village, child.school, month.month, month.period, month.last_on
    from children as child
    inner join talk_months as month
        on child.left_behind_from <= month.first_on
        and (child.left_behind_to is null or child.left_behind_to > month.last_on)
        and child.birth_date > month.born_after_on
)
select
    'talk' as duty, 'child' as subject_kind, cast(owed.child_id as varchar) as subject_id, owed.township_id, owed.village,
    owed.school, owed.period, end_of(owed.last_on) as due_at, cast(talks.met_on as timestamp) as met_at,
    -- a talk is counted for its own month, so none is late
    duty_status(talks.met_on, owed.last_on, cast($as_of as date) <= owed.last_on) as status
from owed
left join talks using (child_id, month)
