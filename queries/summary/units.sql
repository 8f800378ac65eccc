-- grain: one row a unit of the county as the config names them (interfaces.md, Command line, unit ids)
select 'county' as level, code as unit_id, name as unit_name
from county
union all
select 'township', township_id, name
from townships
union all
select 'village', township_id || '/' || name, name
from villages
union all
select 'school', township_id || '/' || name, name
from schools;
