-- grain: one row a child of the ledger whose file is not complete; `missing` names what of the eleven fields (registers.md,
-- files) is empty in the fullest of its files, or `file` where it has none
with lacks as (
    select
        child_id,
        list_filter(
            [
                if(parent_name is null, 'parent_name', null), if(home_address is null, 'home_address', null),
                if(parent_phone is null, 'parent_phone', null), if(work_address is null, 'work_address', null),
                if(work_phone is null, 'work_phone', null), if(guardian_name is null, 'guardian_name', null),
                if(guardian_occupation is null, 'guardian_occupation', null),
                if(guardian_address is null, 'guardian_address', null), if(guardian_phone is null, 'guardian_phone', null),
                if(guardian_health is null, 'guardian_health', null), if(guardian_age is null, 'guardian_age', null)
            ],
            lambda field: field is not null
        ) as missing
    from current_files
    where opened_on <= cast($as_of as date)
),
fullest as (
    select child_id, arg_min(missing, (len(missing), missing)) as missing
    from lacks
    group by child_id
)
select
    'file' as list, duty, subject_id, try_cast(subject_id as hugeint) as child_id, ledger.township_id, ledger.village, ledger.school, ledger.period, due_at, status,
    coalesce(fullest.missing, ['file']) as missing
from ledger
left join fullest on fullest.child_id = try_cast(ledger.subject_id as hugeint)
where duty = 'file' and status = 'missed'
