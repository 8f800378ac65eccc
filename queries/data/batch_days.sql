-- grain: one row a day on which a batch came: how many townships brought something, and the last instant of it
select cast(received_at as date) as day, count(distinct township_id) as township_count, max(received_at) as last_at
from batches
group by day
order by day;
