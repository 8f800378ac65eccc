-- grain: one row a version that ends before it begins
select register, from_at, to_at
from each_version
where to_at < from_at;
