-- grain: one row a register and code with how many rows of the township it concerns, on what stands now
-- Warnings that depend on other townships and so cannot be kept with a batch (registers.md, A batch).
with census as (
    select child_id, township_id
    from census_rows
    where to_at is null
),
known as (
    select distinct child_id
    from census
),
twice as (
    select child_id
    from census
    group by child_id
    having count(distinct township_id) > 1
)
select 'census' as register, 'cross_township_duplicate' as code, count(*) as warning_count
from census
where township_id = $township_id and child_id in (select child_id from twice)
union all
select register, 'unknown_child', count(*)
from each_child
where is_standing and township_id = $township_id and register <> 'census'
    and child_id not in (select child_id from known)
group by register;
