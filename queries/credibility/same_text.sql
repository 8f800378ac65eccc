-- order: 40
-- code: same_text
-- zh: 多名儿童同一内容
-- en: One text for many children
-- spread: 0.01
-- false_alarms: 0/1200
-- sentence: 同一人的谈心内容里一字不差、用得最多的那一句；只看写了至少 8 次内容的人，且这一句至少写给 5 名儿童。
-- sentence_en: Of one person’s texts the one used most, word for word; only of those who wrote at least 8, and where it was written for at least 5 children.
-- least: 5
-- test: tail
with texts as (
    select township_id, by_name, summary_digest, count(*) as talk_count, count(distinct child_id) as child_count
    from seen_talks
    where summary_digest is not null
    group by township_id, by_name, summary_digest
),
writers as (
    select
        township_id, by_name, sum(talk_count) as text_count,
        arg_max(summary_digest, (talk_count, summary_digest)) as common_digest,
        arg_max(child_count, (talk_count, summary_digest)) as child_count
    from texts
    group by township_id, by_name
)
select
    'same_text' as signal, talk.township_id, talk.school,
    talk.summary_digest = writers.common_digest and writers.child_count >= 5 as is_hit,
    talk.child_id, talk.by_name, talk.happened_on, talk.seen_at, talk.gone_at, writers.child_count as item_count
from seen_talks as talk
inner join writers on writers.township_id = talk.township_id and writers.by_name is not distinct from talk.by_name
where talk.summary_digest is not null and writers.text_count >= 8
