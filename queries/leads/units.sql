-- grain: one row a signal, township or school at `$as_of`: of how many things at risk how many show it
with counted as (
    select
        signal, township_id, school, grouping(school) = 1 as is_township,
        count(*) as n, count(*) filter (where is_hit) as observed
    from signals
    where township_id in (select township_id from townships)
    group by grouping sets ((signal, township_id), (signal, township_id, school))
)
select
    counted.signal, if(is_township, 'township', 'school') as level,
    if(is_township, counted.township_id, counted.township_id || '/' || school) as unit_id,
    if(is_township, townships.name, school) as unit_name, townships.name as township, n, observed
from counted
inner join townships using (township_id)
where is_township or school is not null
order by is_township desc, townships.position, unit_id, signal
