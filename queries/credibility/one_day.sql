-- order: 20
-- code: one_day
-- zh: 一人一日过多
-- en: Too many by one person on one day
-- spread: 0.002
-- false_alarms: 0/1200
-- sentence: 同一人同一天的谈心超过 24 次（策略值：每次 20 分钟，正好 8 小时）的部分。
-- sentence_en: Talks of one person on one day beyond 24 (a policy value: at 20 minutes each they fill eight hours).
-- least: 5
-- test: tail
with numbered as (
    select
        *, row_number() over (partition by township_id, by_name, happened_on order by seen_at, child_id) as place,
        count(*) over (partition by township_id, by_name, happened_on) as talk_count
    from seen_talks
)
select
    'one_day' as signal, township_id, school, place > (select most_talks_a_day from policy) as is_hit,
    child_id, by_name, happened_on, seen_at, gone_at, talk_count as item_count
from numbered
