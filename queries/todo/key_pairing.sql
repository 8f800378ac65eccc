-- grain: one row a child of the ledger that lacks a cadre, a teacher or both; `missing` says which
with paired as (
    select child_id, bool_or(carer_kind = 'cadre') as has_cadre, bool_or(carer_kind = 'teacher') as has_teacher
    from pairings_in_force
    group by child_id
)
select
    'key_pairing' as list, duty, subject_id, try_cast(subject_id as hugeint) as child_id, ledger.township_id, ledger.village, ledger.school, ledger.period, due_at, status,
    list_filter(
        [if(paired.has_cadre, null, 'cadre'), if(paired.has_teacher, null, 'teacher')], lambda kind: kind is not null
    ) as missing
from ledger
left join paired on paired.child_id = try_cast(ledger.subject_id as hugeint)
where duty = 'key_pairing' and status = 'missed'
