-- grain: one row a township and child whose census row stands more than once
select township_id, child_id, count(*) as standing_count
from census_rows
where to_at is null
group by township_id, child_id
having count(*) > 1;
