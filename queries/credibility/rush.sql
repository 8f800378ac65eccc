-- order: 70
-- code: rush
-- zh: 季末突击
-- en: A jump before the quarter’s end
-- spread: 0.005
-- false_alarms: 0/1200
-- sentence: 季度最后 7 天（策略值）里才第一次出现的谈心，而谈心当天过去 7 天以后报送的台账里还没有。
-- sentence_en: Talks first seen in the last 7 days of a quarter (a policy value) that the register, sent 7 days or more after their day, did not yet show.
-- least: 5
-- test: tail
with windows as (
    select last_on, (select rush_days from policy) as days
    from quarter_ends
)
select
    'rush' as signal, talk.township_id, talk.school,
    windows.last_on is not null and date_diff('day', talk.happened_on, cast(talk.lacked_at as date)) >= windows.days as is_hit,
    talk.child_id, talk.by_name, talk.happened_on, talk.seen_at, talk.gone_at, 1 as item_count
from seen_talks as talk
left join windows
    on cast(talk.seen_at as date) > windows.last_on - windows.days and cast(talk.seen_at as date) <= windows.last_on
where talk.lacked_at is not null
