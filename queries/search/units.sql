-- grain: one row a township, village or school whose name holds `$q`, upper and lower case alike; the best fit first:
-- the whole name, then its beginning, then any part of it
with units as (
    select 'township' as kind, township_id as id, name, name as township
    from townships
    union all
    select 'village', village.township_id || '/' || village.name, village.name, townships.name
    from villages as village
    inner join townships using (township_id)
    union all
    select 'school', school.township_id || '/' || school.name, school.name, townships.name
    from schools as school
    inner join townships using (township_id)
),
fitting as (
    select *, case when lower(name) = lower($q) then 0 when starts_with(lower(name), lower($q)) then 1 else 2 end as fit
    from units
    where contains(lower(name), lower($q))
)
select kind, id, name, township, null as month, fit
from fitting
order by fit, case kind when 'township' then 0 when 'village' then 1 else 2 end, id
limit $limit;
