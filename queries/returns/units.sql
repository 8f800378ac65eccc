-- grain: one row the county and each of its townships, in the order of the config
select level, unit_id, unit_name
from (
    select 'county' as level, code as unit_id, name as unit_name, -1 as position
    from county
    union all
    select 'township', township_id, name, position
    from townships
)
order by position;
