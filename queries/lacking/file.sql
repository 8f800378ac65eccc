-- grain: one row a child of `page`; `missing` names the items that the fullest of its files lacks, or `file` where it has none
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
    where opened_on <= cast($as_of as date) and child_id in (select child_id from page)
),
fullest as (
    select child_id, arg_min(missing, (len(missing), missing)) as missing
    from lacks
    group by child_id
)
select child_id, coalesce(fullest.missing, ['file']) as missing
from page
left join fullest using (child_id)
