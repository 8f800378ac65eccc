-- grain: one row a list of `items` (queries/todo) that has rows: how many
with counted as (
    select list, count(*) as n
    from items
    group by list
)
select list, n
from counted
order by list
