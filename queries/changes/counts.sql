-- grain: one row a township and kind of change of one register between two instants: rows of a key that were added, removed,
-- or whose content changed (registers.md, A batch). A version that stands at both instants has not changed.
with gone as (
    select *
    from {{register}}_rows
    where from_at <= $from_at and to_at > $from_at and to_at <= $to_at
        and (len($townships) = 0 or list_contains($townships, township_id))
),
come as (
    select *
    from {{register}}_rows
    where from_at > $from_at and from_at <= $to_at and (to_at is null or to_at > $to_at)
        and (len($townships) = 0 or list_contains($townships, township_id))
),
compared as (
    select
        coalesce(come.township_id, gone.township_id) as township_id,
        case when gone.township_id is null then 'added' when come.township_id is null then 'removed' else 'changed' end as change
    from {{more}}
    full join {{fewer}} on come.township_id = gone.township_id and {{key:come.* is not distinct from gone.*| and }}
    where gone.township_id is null or come.township_id is null
        or row({{columns:gone.*}}) is distinct from row({{columns:come.*}})
)
select township_id, change, count(*) as row_count
from compared
group by all
order by all;
