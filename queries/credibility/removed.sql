-- order: 80
-- code: removed
-- zh: 季末后删除
-- en: Removed after the quarter’s end
-- spread: 0.002
-- false_alarms: 0/1200
-- sentence: 季末时在台账里、其后 30 天内被删除的记录；同一儿童同月同类仍有记录的（改正日期或姓名）不算。
-- sentence_en: Records that stood at a quarter’s end and were gone within 30 days; not where another of the child, kind and month stands (a corrected day or name).
-- least: 5
-- test: tail
with stood as (
    -- a contact counts once, at the last end of a quarter at which it stood
    select seen_contacts.*, max(quarter.last_on) as last_on
    from seen_contacts
    inner join quarter_ends as quarter
        on quarter.last_on < cast($as_of as date)
        and seen_contacts.seen_at <= end_of(quarter.last_on)
        and (seen_contacts.gone_at is null or seen_contacts.gone_at > end_of(quarter.last_on))
    group by all
),
corrected as (
    select distinct township_id, child_id, kind, date_trunc('month', happened_on) as month
    from seen_contacts
    where gone_at is null
)
select
    'removed' as signal, stood.township_id, stood.school,
    date_diff('day', stood.last_on, cast(stood.gone_at as date)) <= 30 and corrected.child_id is null
    and stood.gone_at is not null as is_hit,
    stood.child_id, stood.by_name, stood.happened_on, stood.seen_at, stood.gone_at, 1 as item_count
from stood
left join corrected
    on corrected.township_id = stood.township_id and corrected.child_id = stood.child_id and corrected.kind = stood.kind
    and corrected.month = date_trunc('month', stood.happened_on)
