-- order: 200
-- code: home_activity
-- zh: 校长参加活动
-- en: Principal at the home’s activities
-- family: homes
-- subject: home
-- period: month
-- target: 1.00
-- source: 县留守儿童之家管理办法（校长每月参加两次活动）；duties.md, home_activity
-- source_en: County rules for homes of left-behind children (the principal takes part twice a month); duties.md, home_activity
-- sentence: 在校月份里，学校的留守儿童之家每月应有两次校长参加的活动。
-- sentence_en: Every school home has two activities a month with the principal present.
-- since: current_activities
with held as (
    select township_id, home_id, list(held_on order by held_on) as days
    from current_activities
    where principal_present and held_on between make_date(year($as_of), 1, 1) and cast($as_of as date)
    group by township_id, home_id
),
owed as (
    select
        home.home_id, home.township_id, home.village, home.school, month.period, month.last_on,
        list_filter(held.days, lambda day: day between month.first_on and month.last_on)[2] as met_on
    from homes_in_use as home
    inner join talk_months as month on home.opened_on is null or home.opened_on <= month.first_on
    left join held using (township_id, home_id)
    where home.school is not null
)
select
    'home_activity' as duty, 'home' as subject_kind, home_id as subject_id, cast(null as hugeint) as child_id, township_id, village, school,
    period, end_of(last_on) as due_at, cast(met_on as timestamp) as met_at,
    -- what counts lies inside the month, so none is late
    duty_status(met_on, last_on, cast($as_of as date) <= last_on) as status
from owed
