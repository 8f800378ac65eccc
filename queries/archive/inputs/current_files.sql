-- grain: one row a file: of each field of contact only whether it is filled, of each day only on which side it lies
-- renumbered: child_id
select
    child_id, if(opened_on <= cast($as_of as date), make_date(year($as_of), 1, 1), null) as opened_on,
    nullif(parent_name is not null, false) as parent_name, nullif(home_address is not null, false) as home_address,
    nullif(parent_phone is not null, false) as parent_phone, nullif(work_address is not null, false) as work_address,
    nullif(work_phone is not null, false) as work_phone, nullif(guardian_name is not null, false) as guardian_name,
    nullif(guardian_occupation is not null, false) as guardian_occupation,
    nullif(guardian_address is not null, false) as guardian_address,
    nullif(guardian_phone is not null, false) as guardian_phone,
    nullif(guardian_health is not null, false) as guardian_health, nullif(guardian_age is not null, false) as guardian_age,
    cast(schooling as varchar) as schooling, immunised, in_need,
    case
        when guardian_trained_on > cast($as_of as date) then cast($as_of as date) + 1
        when guardian_trained_on >= cast($as_of as date) - interval 12 month then cast($as_of as date)
        when guardian_trained_on is not null then cast(cast($as_of as date) - interval 13 month as date)
    end as guardian_trained_on
from current_files
