-- grain: one row a child that stands in the census of more than one township at `as_of`
select child_id
from current_census
group by child_id
having count(*) > 1
