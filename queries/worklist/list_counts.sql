-- grain: one row a list of `items` (queries/todo) and township that has rows of it: how many
with counted as (
    select list, township_id, count(*) as n
    from items
    group by list, township_id
)
select list, township_id, n
from counted
order by list, township_id
