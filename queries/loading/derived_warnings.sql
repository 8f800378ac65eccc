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
select 'files', 'unknown_child', count(*)
from files_rows
where to_at is null and township_id = $township_id and child_id not in (select child_id from known)
union all
select 'pairings', 'unknown_child', count(*)
from pairings_rows
where to_at is null and township_id = $township_id and child_id not in (select child_id from known)
union all
select 'contacts', 'unknown_child', count(*)
from contacts_rows
where to_at is null and township_id = $township_id and child_id not in (select child_id from known)
union all
select 'incidents', 'unknown_child', count(*)
from incidents_rows
where to_at is null and township_id = $township_id and child_id not in (select child_id from known);
