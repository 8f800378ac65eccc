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
create or replace macro duty_talk(as_of) as table
with owed as (
    select child.child_id, child.township_id, child.village, child.school, month.period, month.first_on, month.last_on
    from children(as_of) as child
    inner join talk_months(as_of) as month
        on child.left_behind_from <= month.first_on
        and (child.left_behind_to is null or child.left_behind_to > month.last_on)
    where child.is_in_situation
        and age_on(child.birth_date, month.last_on) < (select age_limit from policy)
),
talks as (
    select child_id, date_part('year', happened_on) * 12 + date_part('month', happened_on) as month_number, min(happened_on) as met_on
    from current_contacts(as_of)
    where kind = 'talk' and by_role = 'class_teacher'
        and happened_on between make_date(date_part('year', as_of), 1, 1) and cast(as_of as date)
    group by child_id, month_number
)
select
    'talk' as duty, 'child' as subject_kind, cast(owed.child_id as varchar) as subject_id, owed.township_id, owed.village, owed.school,
    owed.period, end_of(owed.last_on) as due_at, cast(talks.met_on as timestamp) as met_at,
    duty_status(cast(talks.met_on as timestamp), end_of(owed.last_on), cast(as_of as date) <= owed.last_on) as status
from owed
left join talks
    on owed.child_id = talks.child_id
    and date_part('year', owed.first_on) * 12 + date_part('month', owed.first_on) = talks.month_number;
