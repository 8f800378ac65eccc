-- order: 230
-- code: police_report
-- zh: 强制报告
-- en: Police told within 2 hours
-- family: escalation
-- subject: incident
-- period: month
-- target: 1.00
-- source: 《关于建立侵害未成年人案件强制报告制度的意见（试行）》（高检发〔2020〕9 号）；duties.md, police_report
-- source_en: Opinions on mandatory reporting of offences against minors (trial), Gaojianfa [2020] 9; duties.md, police_report
-- sentence: 失踪、家庭暴力、不法侵害、无人监护的事件发生后 2 小时内应报警。
-- sentence_en: A child missing, beaten, assaulted or left without a guardian is reported to the police within 2 hours.
-- since: current_incidents where police_reported_at is not null
with told as (
    select
        incident_id, township_id, village, school, period,
        occurred_at + to_minutes((select police_report_minutes from policy)) as due_at,
        time_given(police_reported_at, occurred_at, $as_of) as met_at
    from incident_units
    where kind in ('missing', 'violence', 'assault', 'unattended')
)
select
    'police_report' as duty, 'incident' as subject_kind, incident_id as subject_id, cast(null as hugeint) as child_id, township_id, village, school,
    period, due_at, met_at, duty_status(met_at, due_at, $as_of <= due_at) as status
from told
