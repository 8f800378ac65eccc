-- grain: one row of a key of one register that was added, removed or changed between two instants, with its cells before and
-- after as text, in the order of the register's columns; `event_on` is the day that the row tells of, `recorded_at` the first
-- batch that showed what it now says
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
        cast(coalesce({{child:come.*, gone.*,}} null) as hugeint) as child_id,
        case when gone.township_id is null then 'added' when come.township_id is null then 'removed' else 'changed' end as change,
        cast(coalesce(come.{{event}}, gone.{{event}}) as date) as event_on,
        come.from_at as recorded_at, gone.to_at as gone_at,
        coalesce(come.source_id, gone.source_id) as source_id, coalesce(come.row_number, gone.row_number) as row_number,
        {{columns:gone.* as old_*}},
        {{columns:come.* as new_*}}
    from {{more}}
    full join {{fewer}} on come.township_id = gone.township_id and {{key:come.* is not distinct from gone.*| and }}
    where gone.township_id is null or come.township_id is null
        or row({{columns:gone.*}}) is distinct from row({{columns:come.*}})
),
-- cut before cells are written as text: the first batch alone may have brought a million
page as materialized (
    select *
    from compared
    where $change = '' or change = $change
    -- rows of one child and day as their file has them
    order by
        township_id, change, coalesce(recorded_at, gone_at) desc, event_on desc, child_id, source_id, row_number,
        recorded_at, gone_at
    limit $limit offset $offset
),
children as (
    select child_id, arg_max(name, from_batch) as name, arg_max(village, from_batch) as village, arg_max(school, from_batch) as school
    from census_rows
    where child_id in (select child_id from page)
    group by child_id
),
opened as materialized (
    select identity, sealed
    from identities
    where identity in (select child_id from page union all select name from children)
)
select
    page.township_id, page.change, page.event_on, page.recorded_at, page.gone_at,
    [{{columns:cast(page.old_* as varchar)}}] as before, [{{columns:cast(page.new_* as varchar)}}] as after,
    children.village, children.school, page.child_id, ids.sealed as sealed_id, children.name, names.sealed as sealed_name
from page
left join children using (child_id)
left join opened as ids on ids.identity = page.child_id
left join opened as names on names.identity = children.name
order by
    page.township_id, page.change, coalesce(page.recorded_at, page.gone_at) desc, page.event_on desc, page.child_id,
    page.source_id, page.row_number, page.recorded_at, page.gone_at;
