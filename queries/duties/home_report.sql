-- order: 210
-- code: home_report
-- zh: 信息报送
-- en: Home’s activity reported
-- family: homes
-- subject: home
-- period: month
-- target: 1.00
-- source: 县留守儿童之家管理办法（每月报送一次活动信息）；duties.md, home_report
-- source_en: County rules for homes of left-behind children (activities are reported each month); duties.md, home_report
-- sentence: 在校月份里，每处留守儿童之家每月应报送一次活动信息。
-- sentence_en: Every home reports one activity a month.
-- since: current_activities
with held as (
    select township_id, home_id, list(held_on order by held_on) as days
    from current_activities
    where reported and held_on between make_date(year($as_of), 1, 1) and cast($as_of as date)
    group by township_id, home_id
),
owed as (
    select
        home.home_id, home.township_id, home.village, home.school, month.period, month.last_on,
        list_filter(held.days, lambda day: day between month.first_on and month.last_on)[1] as met_on
    from homes_in_use as home
    inner join talk_months as month on home.opened_on is null or home.opened_on <= month.first_on
    left join held using (township_id, home_id)
)
select
    'home_report' as duty, 'home' as subject_kind, home_id as subject_id, cast(null as hugeint) as child_id, township_id, village, school,
    period, end_of(last_on) as due_at, cast(met_on as timestamp) as met_at,
    -- what counts lies inside the month, so none is late
    duty_status(met_on, last_on, cast($as_of as date) <= last_on) as status
from owed
