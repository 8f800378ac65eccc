-- order: 10
-- code: late_seen
-- zh: 事后补录
-- en: Written in long afterwards
-- spread: 0.002
-- false_alarms: 0/1200
-- sentence: 谈心当天过去 30 天（策略值）以后，台账重新报送时仍没有这次谈心，后来才出现。
-- sentence_en: A talk that the register, sent anew more than 30 days (a policy value) after its day, did not yet show, and showed later.
-- least: 5
-- test: tail
select
    'late_seen' as signal, township_id, school,
    date_diff('day', happened_on, cast(lacked_at as date)) >= (select late_days from policy) as is_hit,
    child_id, by_name, happened_on, seen_at, gone_at, 1 as item_count
from seen_talks
where lacked_at is not null
