-- grain: one of the last five talks and visits that the record had of a drawn child when it was drawn
with standing as (
    select
        child_id, happened_on, cast(kind as varchar) as kind, cast(by_role as varchar) as by_role, by_name,
        row_number() over (partition by child_id order by happened_on desc, from_at desc) as place
    from contacts_rows
    where from_at <= $as_of_at and (to_at is null or to_at > $as_of_at)
        and child_id in (select child_id from inspection_samples where inspection_id = $inspection_id)
)
select child_id, happened_on, standing.kind, by_role, by_name, identities.sealed as sealed_by
from standing
left join identities on identities.identity = by_name
where place <= 5
order by child_id, happened_on desc, place;
