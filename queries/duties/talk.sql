-- order: 40
-- code: talk
-- zh: 月谈心
-- en: Monthly talk with the class teacher
-- family: talk
-- subject: child
-- period: month
-- target: 1.00
-- source: 县教育局留守儿童关爱制度（班主任每月谈心一次）；duties.md, talk
-- source_en: County education bureau, care of left-behind children (the class teacher talks with each once a month); duties.md, talk
-- sentence: 在校月份里，班主任每月应与每名留守儿童谈心至少一次。
-- sentence_en: In each school month the class teacher should talk with every left-behind child at least once.
with talks as (
    select
        child_id,
        -- the days for the list of rows, a bit a month for the status: a figure needs no days
        list(happened_on) as talked_on, bit_or(1 << month(happened_on)) as talked_months
    from class_talks
    where happened_on >= make_date(year($as_of), 1, 1)
        -- of units: and child_id in (select child_id from children)
    group by child_id
),
talked as (
    select *
    from children
    left join talks using (child_id)
),
owed as (
    select
        child.child_id, child.township_id, child.village, child.school, month.period, month.first_on, month.last_on,
        child.talked_on, coalesce((child.talked_months >> month.month) & 1 = 1, false) as is_done
    from talked as child
    inner join talk_months as month
        on child.left_behind_from <= month.first_on
        and (child.left_behind_to is null or child.left_behind_to > month.last_on)
        and child.birth_date > month.born_after_on
)
select
    'talk' as duty, 'child' as subject_kind, cast(null as varchar) as subject_id, child_id,
    township_id, village, school, period, end_of(last_on) as due_at,
    -- the first from the month's first day on lies in the month, as one does
    case when is_done then cast(list_min(list_filter(talked_on, lambda day: day >= owed.first_on)) as timestamp) end as met_at,
    -- a talk counts for its own month, so none is late
    duty_status(if(is_done, last_on, null), last_on, cast($as_of as date) <= last_on) as status
from owed
