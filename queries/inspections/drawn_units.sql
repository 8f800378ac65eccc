-- grain: one township, school or village with something drawn, of an inspection or (`$inspection_id` empty) of each
with units as (
    select inspection_id, unnest([township_id, township_id || '/' || school, township_id || '/' || village]) as unit_id
    from inspection_samples
    where $inspection_id = '' or inspection_id = $inspection_id
)
select distinct inspection_id, unit_id
from units
where unit_id is not null
order by inspection_id, unit_id;
