-- order: 60
-- code: perfect
-- zh: 月月全满
-- en: Perfect, month by month
-- spread: 0.05
-- false_alarms: 0/1200
-- sentence: 已结束的各个月份，每名应谈心的儿童都谈了，一个不少；按全县的比率本应有人漏掉。
-- sentence_en: In every month that is over every child was talked with, none left out, where by the county’s rate some would have been.
-- least: 10
-- test: all
select
    'perfect' as signal, township_id, school, status = 'met' as is_hit,
    child_id, cast(null as hugeint) as by_name, cast(coalesce(met_at, due_at) as date) as happened_on,
    cast(null as timestamp) as seen_at, cast(null as timestamp) as gone_at, 1 as item_count
from duty_talk
where status in ('met', 'late', 'missed')
