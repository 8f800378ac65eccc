-- grain: one row of the ledger of one duty at `$as_of`: what is behind a figure (interfaces.md, subjects)
with page as materialized (
    select *, list_position(['missed', 'late', 'pending', 'ahead', 'met'], status) as urgency
    from ledger
    where period_within(period, $period)
        and (len($statuses) = 0 or list_contains($statuses, status))
        and ($level <> 'village' or village is not null)
        and ($level <> 'school' or school is not null)
        and is_in_units($units, township_id, village, school)
    -- cut before numbers are looked up: a duty may have as many rows as the county has children
    order by urgency, period, township_id, school nulls last, village nulls last, subject_id, child_id
    limit $limit offset $offset
),
opened as materialized (
    select identity, sealed
    from identities
    where identity in (select child_id from page)
)
select
    duty, subject_kind, coalesce(subject_id, cast(child_id as varchar)) as subject_id, opened.sealed,
    township_id, village, school, period, due_at, met_at, status
from page
left join opened on opened.identity = page.child_id
order by urgency, period, township_id, school nulls last, village nulls last, page.subject_id, child_id
