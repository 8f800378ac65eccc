-- order: 20
-- code: pairing
-- zh: 结对
-- en: Pairing
-- family: pairing
-- subject: child
-- period: state
-- target: 1.00
-- source: 国发〔2016〕13 号（关爱帮扶）；duties.md, pairing
-- source_en: State Council circular Guofa [2016] 13 (care and help); duties.md, pairing
-- sentence: 每名在册留守儿童都应有一名正在结对帮扶的成年人。
-- sentence_en: Every left-behind child in the census should have an adult who is paired with the child today.
with paired as (
    select child_id, min(started_on) as started_on
    from pairings_in_force
    group by child_id
)
select
    'pairing' as duty, 'child' as subject_kind, cast(null as varchar) as subject_id, child.child_id,
    child.township_id, child.village, child.school,
    'state' as period, cast(null as timestamp) as due_at, cast(paired.started_on as timestamp) as met_at,
    if(paired.child_id is null, 'missed', 'met') as status
from population as child
left join paired using (child_id)
