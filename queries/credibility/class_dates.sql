-- order: 50
-- code: class_dates
-- zh: 全班同一天
-- en: A whole class on one day
-- spread: 0.005
-- false_alarms: 0/1159
-- sentence: 一所学校一名班主任一个月里谈过的儿童不少于 5 名，且全部谈心写在同一天；一个班一个月算一次。
-- sentence_en: A class teacher’s talks of a month at one school, with at least 5 children, that all bear one date; one class and month counts once.
-- least: 3
-- test: tail
with classes as (
    select
        township_id, school, by_name, date_trunc('month', happened_on) as month,
        count(distinct child_id) as child_count, count(distinct happened_on) as day_count,
        min(happened_on) as happened_on, max(seen_at) as seen_at
    from seen_talks
    where by_role = cast('class_teacher' as contacts_by_role) and school is not null
    group by township_id, school, by_name, month
)
select
    'class_dates' as signal, township_id, school, day_count = 1 as is_hit,
    cast(null as hugeint) as child_id, by_name, happened_on, seen_at, cast(null as timestamp) as gone_at,
    child_count as item_count
from classes
where child_count >= 5
