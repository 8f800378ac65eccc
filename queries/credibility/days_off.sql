-- order: 30
-- code: days_off
-- zh: 周日和节假日谈心
-- en: On Sundays and holidays
-- spread: 0.01
-- false_alarms: 0/1200
-- sentence: 班主任在周日或法定节假日的谈心；调休上班的周日不算。
-- sentence_en: Talks of a class teacher on a Sunday or a public holiday; a Sunday made into a workday does not count.
-- least: 5
-- test: tail
select
    'days_off' as signal, township_id, school,
    (
        dayofweek(happened_on) = 0
        or exists (select 1 from policy_days_off where not is_workday and happened_on between first_on and last_on)
    )
    and not exists (select 1 from policy_days_off where is_workday and happened_on between first_on and last_on) as is_hit,
    child_id, by_name, happened_on, seen_at, gone_at, 1 as item_count
from seen_talks
where by_role = cast('class_teacher' as contacts_by_role)
