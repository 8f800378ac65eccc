-- grain: one row a child of `page`; `missing` says whether it lacks a cadre, a teacher or both
with paired as (
    select child_id, bool_or(carer_kind = 'cadre') as has_cadre, bool_or(carer_kind = 'teacher') as has_teacher
    from pairings_in_force
    where child_id in (select child_id from page)
    group by child_id
)
select
    child_id,
    list_filter(
        [if(paired.has_cadre, null, 'cadre'), if(paired.has_teacher, null, 'teacher')], lambda kind: kind is not null
    ) as missing
from page
left join paired using (child_id)
