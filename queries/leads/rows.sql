-- grain: one row behind a signal of some units at `$as_of`, with the sealed names and numbers of whom it is about
with page as materialized (
    select *
    from signals
    where is_hit and is_in_units($units, township_id, null, school)
    order by happened_on desc, township_id, by_name, child_id, seen_at
    limit $limit offset $offset
),
named as (
    select child_id, arg_max(name, from_batch) as name
    from census_rows
    where child_id in (select child_id from page)
    group by child_id
)
select
    page.township_id, page.school, page.child_id, ids.sealed as sealed_id, named.name, names.sealed as sealed_name,
    page.by_name, writers.sealed as sealed_by, page.happened_on, page.seen_at, page.gone_at, page.item_count
from page
left join named using (child_id)
left join identities as ids on ids.identity = page.child_id
left join identities as names on names.identity = named.name
left join identities as writers on writers.identity = page.by_name
order by page.happened_on desc, page.township_id, page.by_name, page.child_id, page.seen_at
