-- grain: one row of `items` (a list of the review, which keeps to the asked unit itself), with the sealed name and number of
-- its child and the sealed names of those who look after it. A child is called what the census of the row's own township
-- last called it: what another township knows of it is not told. What else a list has is passed on as it is.
with page as materialized (
    select *
    from items
    where list = $list and ($reason = '' or list_contains(reasons, $reason))
    order by weight desc, township_id, school nulls last, village nulls last, child_id, carer_name, tie
    limit $limit offset $offset
),
naming as materialized (
    select township_id, child_id, max_by(name, from_at) as name
    from census_rows
    where from_at <= $as_of and child_id in (select child_id from page)
    group by township_id, child_id
),
opened as materialized (
    select identity, sealed
    from identities
    where identity in (
        select child_id from page union all select carer_name from page union all select other_carer_name from page
        union all select name from naming
    )
)
select
    page.* exclude (list, weight, tie), townships.name as township, naming.name as name_id, name.sealed as sealed_name,
    child.sealed as sealed_id, carer.sealed as sealed_carer, other_carer.sealed as sealed_other_carer
from page
inner join townships using (township_id)
left join naming on naming.township_id = page.township_id and naming.child_id = page.child_id
left join opened as name on name.identity = naming.name
left join opened as child on child.identity = page.child_id
left join opened as carer on carer.identity = page.carer_name
left join opened as other_carer on other_carer.identity = page.other_carer_name
order by page.weight desc, page.township_id, page.school nulls last, page.village nulls last, page.child_id, page.carer_name, page.tie
