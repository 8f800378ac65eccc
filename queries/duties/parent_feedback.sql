-- order: 170
-- code: parent_feedback
-- zh: 每月反馈
-- en: Monthly word to the parents
-- family: talk
-- subject: child
-- period: month
-- target: 1.00
-- source: 县教育局留守儿童关爱制度（每月向家长反馈一次）；duties.md, parent_feedback
-- source_en: County education bureau, care of left-behind children (word to the parents each month); duties.md, parent_feedback
-- sentence: 每个月应向每名留守儿童的家长反馈一次。
-- sentence_en: Every month the parents of every left-behind child are told how it does.
-- since: current_contacts where kind = cast('parent_feedback' as contacts_kind)
with told as (
    select
        child_id,
        -- the days for the list of rows, a bit a month for the status: a figure needs no days
        list(happened_on) as told_on, bit_or(1 << month(happened_on)) as told_months
    from current_contacts
    where kind = cast('parent_feedback' as contacts_kind) and happened_on between make_date(year($as_of), 1, 1) and cast($as_of as date)
        -- of units: and child_id in (select child_id from children)
    group by child_id
),
told_of as (
    select *
    from children
    left join told using (child_id)
),
owed as (
    select
        child.child_id, child.township_id, child.village, child.school, month.period, month.first_on, month.last_on,
        child.told_on, coalesce((child.told_months >> month.month) & 1 = 1, false) as is_done
    from told_of as child
    inner join year_months as month
        on child.left_behind_from <= month.first_on
        and (child.left_behind_to is null or child.left_behind_to > month.last_on)
        and child.birth_date > month.born_after_on
)
select
    'parent_feedback' as duty, 'child' as subject_kind, cast(null as varchar) as subject_id, child_id, township_id, village, school, period,
    end_of(last_on) as due_at,
    -- the first from the month's first day on lies in the month, as one does
    case when is_done then cast(list_min(list_filter(told_on, lambda day: day >= owed.first_on)) as timestamp) end as met_at,
    -- a word counts for its own month, so none is late
    duty_status(if(is_done, last_on, null), last_on, cast($as_of as date) <= last_on) as status
from owed
