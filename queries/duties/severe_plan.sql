-- order: 180
-- code: severe_plan
-- zh: 个别方案
-- en: Plan for a child of special concern
-- family: guardianship
-- subject: child
-- period: state
-- target: 1.00
-- source: 县“四心”分级关爱办法（四心级一人一案）；duties.md, severe_plan
-- source_en: County rules of graded care, the “four hearts” (at the fourth, a plan for each child); duties.md, severe_plan
-- sentence: 每名四心级儿童在近 12 个月内都应有一份个别教育方案。
-- sentence_en: Every child of care level 4 has a plan made within the last 12 months.
-- since: current_plans
with planned as (
    select child_id, max(made_on) as made_on
    from current_plans
    where made_on between cast($as_of as date) - interval 12 month and cast($as_of as date)
        -- of units: and child_id in (select child_id from children)
    group by child_id
)
select
    'severe_plan' as duty, 'child' as subject_kind, cast(null as varchar) as subject_id, child.child_id, child.township_id, child.village, child.school,
    'state' as period, cast(null as timestamp) as due_at, cast(planned.made_on as timestamp) as met_at,
    if(planned.child_id is not null, 'met', 'missed') as status
from population as child
left join planned using (child_id)
where child.care_level = 4
