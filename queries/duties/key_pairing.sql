-- order: 30
-- code: key_pairing
-- zh: 重点二对一
-- en: Two carers for a child of special concern
-- family: pairing
-- subject: child
-- period: state
-- target: 1.00
-- source: 县“四心”分级关爱办法（四心级由一名干部和一名教师共同帮扶）；duties.md, key_pairing
-- source_en: County rules of graded care, the “four hearts” (at the fourth, a cadre and a teacher together); duties.md, key_pairing
-- sentence: 每名四心级儿童都应同时有一名干部和一名教师正在结对帮扶。
-- sentence_en: Every child of care level 4 should be paired with a cadre and with a teacher at the same time.
with paired as (
    select
        child_id,
        min(started_on) filter (where carer_kind = 'cadre') as cadre_from,
        min(started_on) filter (where carer_kind = 'teacher') as teacher_from
    from pairings_in_force
    group by child_id
)
select
    'key_pairing' as duty, 'child' as subject_kind, cast(null as varchar) as subject_id, child.child_id,
    child.township_id, child.village, child.school, 'state' as period, cast(null as timestamp) as due_at,
    if(paired.cadre_from is null or paired.teacher_from is null, null, cast(greatest(paired.cadre_from, paired.teacher_from) as timestamp)) as met_at,
    if(paired.cadre_from is null or paired.teacher_from is null, 'missed', 'met') as status
from population as child
left join paired using (child_id)
where child.care_level = 4
