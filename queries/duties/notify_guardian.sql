-- order: 60
-- code: notify_guardian
-- zh: 30 分钟告知监护人
-- en: Guardian told within 30 minutes
-- family: escalation
-- subject: incident
-- period: month
-- target: 1.00
-- source: 县留守儿童突发事件应急处置办法（30 分钟内告知监护人）；duties.md, notify_guardian
-- source_en: County rules for emergencies of left-behind children (the guardian is told within 30 minutes); duties.md, notify_guardian
-- sentence: 突发事件发生后 30 分钟内应告知监护人。
-- sentence_en: The guardian should be told within 30 minutes of an incident.
with told as (
    select
        incident_id, township_id, village, school, period,
        occurred_at + to_minutes((select notify_guardian_minutes from policy)) as due_at,
        time_given(guardian_notified_at, occurred_at, $as_of) as met_at
    from incident_units
)
select
    'notify_guardian' as duty, 'incident' as subject_kind, incident_id as subject_id, cast(null as hugeint) as child_id,
    township_id, village, school, period, due_at, met_at, duty_status(met_at, due_at, $as_of <= due_at) as status
from told
