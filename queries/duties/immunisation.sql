-- order: 130
-- code: immunisation
-- zh: 免疫
-- en: Immunised
-- family: health
-- subject: child
-- period: state
-- target: 0.95
-- source: 国家免疫规划（适龄儿童预防接种）；duties.md, immunisation
-- source_en: National Immunisation Programme (vaccination at the proper age); duties.md, immunisation
-- sentence: 每名在册留守儿童都应完成计划免疫接种。
-- sentence_en: Every left-behind child has had its planned immunisations.
-- since: current_files where immunised is not null
select
    'immunisation' as duty, 'child' as subject_kind, cast(null as varchar) as subject_id, child.child_id, child.township_id, child.village, child.school,
    'state' as period, cast(null as timestamp) as due_at, cast(null as timestamp) as met_at,
    if(child.is_immunised, 'met', 'missed') as status
from population_facts as child
