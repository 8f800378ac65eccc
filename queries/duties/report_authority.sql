-- order: 80
-- code: report_authority
-- zh: 2 小时上报
-- en: Authorities told within 2 hours
-- family: escalation
-- subject: incident
-- period: month
-- target: 1.00
-- source: 县留守儿童突发事件应急处置办法（2 小时内报告教育部门和乡镇党委政府）；duties.md, report_authority
-- source_en: County rules for emergencies of left-behind children (the education office and the township are told within 2 hours); duties.md, report_authority
-- sentence: 突发事件发生后 2 小时内应既报告教育部门又报告乡镇。
-- sentence_en: Both the education authority and the township should be told within 2 hours of an incident.
with told as (
    select
        incident_id, township_id, village, school, period,
        occurred_at + to_minutes((select report_authority_minutes from policy)) as due_at,
        if(
            time_given(education_reported_at, occurred_at, $as_of) is null
            or time_given(township_reported_at, occurred_at, $as_of) is null,
            null, greatest(education_reported_at, township_reported_at)
        ) as met_at
    from incident_units
)
select
    'report_authority' as duty, 'incident' as subject_kind, incident_id as subject_id,
    cast(null as hugeint) as child_id, township_id, village, school, period, due_at, met_at,
    duty_status(met_at, due_at, $as_of <= due_at) as status
from told
