-- grain: one row of the ledger of one duty at `$as_of`: what is behind a figure (interfaces.md, subjects)
with chosen as (
    select *
    from ledger
    where period_within(period, $period)
        and (len($statuses) = 0 or list_contains($statuses, status))
        and ($level <> 'village' or village is not null)
        and ($level <> 'school' or school is not null)
        and (
            $unit = '' or $unit = (select code from county) or township_id = $unit
            or township_id || '/' || village = $unit or township_id || '/' || school = $unit
        )
)
select
    duty, subject_kind, subject_id,
    if(subject_kind = 'child', identities.sealed, null) as sealed,
    township_id, village, school, period, due_at, met_at, status
from chosen
-- a bare equality: with a second condition beside it the join compares every row with every identity
left join identities on identities.identity = if(subject_kind = 'child', try_cast(subject_id as hugeint), null)
order by list_position(['missed', 'late', 'pending', 'ahead', 'met'], status), period, township_id, school nulls last, village nulls last, subject_id
limit $limit offset $offset;
