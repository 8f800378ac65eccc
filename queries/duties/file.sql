-- order: 10
-- code: file
-- zh: 建档
-- en: Child's file
-- family: coverage
-- subject: child
-- period: state
-- target: 1.00
-- source: 国发〔2016〕13 号（建立翔实完备的农村留守儿童信息台账）；duties.md, file
-- source_en: State Council circular Guofa [2016] 13 (a full and accurate register of left-behind children); duties.md, file
-- sentence: 每名在册留守儿童都应有一份十一项联系信息齐全的儿童档案。
-- sentence_en: Every left-behind child in the census should have a file in which all eleven contact fields are filled.
with complete_files as (
    select child_id, min(opened_on) as opened_on
    from current_files
    where opened_on <= cast($as_of as date)
        and parent_name is not null and home_address is not null and parent_phone is not null
        and work_address is not null and work_phone is not null and guardian_name is not null
        and guardian_occupation is not null and guardian_address is not null and guardian_phone is not null
        and guardian_health is not null and guardian_age is not null
        -- of units: and child_id in (select child_id from children)
    group by child_id
)
select
    'file' as duty, 'child' as subject_kind, cast(null as varchar) as subject_id, child.child_id,
    child.township_id, child.village, child.school,
    'state' as period, cast(null as timestamp) as due_at, cast(file.opened_on as timestamp) as met_at,
    if(file.child_id is null, 'missed', 'met') as status
from population as child
left join complete_files as file using (child_id)
