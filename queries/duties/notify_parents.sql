-- order: 70
-- code: notify_parents
-- zh: 1 小时告知家长
-- en: Parents told within 1 hour
-- family: escalation
-- subject: incident
-- period: month
-- target: 1.00
-- source: 县留守儿童突发事件应急处置办法（1 小时内告知家长）；duties.md, notify_parents
-- source_en: County rules for emergencies of left-behind children (the parents are told within an hour); duties.md, notify_parents
-- sentence: 突发事件发生后 1 小时内应告知家长。
-- sentence_en: The parents should be told within 1 hour of an incident.
with told as (
    select
        incident_id, township_id, village, school, period,
        occurred_at + to_minutes((select notify_parents_minutes from policy)) as due_at,
        time_given(parents_notified_at, occurred_at, $as_of) as met_at
    from incident_units
)
select
    'notify_parents' as duty, 'incident' as subject_kind, incident_id as subject_id, cast(null as hugeint) as child_id,
    township_id, village, school, period, due_at, met_at, duty_status(met_at, due_at, $as_of <= due_at) as status
from told
