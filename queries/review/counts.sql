-- grain: one row a list of `items` (the lists of a part of the review), and one a list and reason, township, village or
-- school (`value` is the unit's id, `name` what it is called): how many rows it has in the asked units
with placed as (
    select items.*, townships.name as township
    from items
    inner join townships using (township_id)
),
told as (
    select list, 'list' as kind, list as value, list as name
    from placed
    union all
    select list, 'reason', reason, reason
    from (select list, unnest(reasons) as reason from placed)
    union all
    select list, 'township', township_id, township
    from placed
    union all
    select list, 'village', township_id || '/' || village, township || ' ' || village
    from placed
    where village is not null
    union all
    select list, 'school', township_id || '/' || school, township || ' ' || school
    from placed
    where school is not null
)
select list, kind, value, name, count(*) as n
from told
group by list, kind, value, name
order by list, kind, n desc, value
