-- order: 120
-- code: kindergarten
-- zh: 入园
-- en: In kindergarten
-- family: schooling
-- subject: child
-- period: state
-- target: 1.00
-- source: 国发〔2016〕13 号（保障农村留守儿童受教育权利）；duties.md, kindergarten
-- source_en: State Council circular Guofa [2016] 13 (the right of rural left-behind children to education); duties.md, kindergarten
-- sentence: 3 至 5 周岁的每名在册留守儿童都应在园或在校。
-- sentence_en: Every left-behind child aged 3 to 5 is in kindergarten or in school.
-- since: current_files where schooling is not null
select
    'kindergarten' as duty, 'child' as subject_kind, cast(null as varchar) as subject_id, child.child_id, child.township_id, child.village, child.school,
    'state' as period, cast(null as timestamp) as due_at, cast(null as timestamp) as met_at,
    if(child.is_in_kindergarten or child.is_in_school, 'met', 'missed') as status
from population_facts as child
where child.birth_date <= born_after(cast($as_of as date), 3)
    and child.birth_date > born_after(cast($as_of as date), 6)
