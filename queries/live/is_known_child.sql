-- grain: one row; whether any township's census holds the child now (registers.md, A batch: unknown_child)
select count(*) > 0 as is_known
from census_rows
where child_id = $child_id and to_at is null;
