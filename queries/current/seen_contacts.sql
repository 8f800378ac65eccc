-- grain: one row a contact of the year of `as_of` that a township's register showed by `as_of`: when it was first seen, when it
-- went (null: it stands), and the last batch before that could have shown it and did not (null: the township's first one
-- brought it, which tells when the county began and not when the clerk wrote). The school is the child's at `as_of`.
-- materialized: yes
with versions as (
    select
        township_id, child_id, kind, happened_on, by_name,
        arg_max(by_role, from_at) as by_role, arg_max(summary_digest, from_at) as summary_digest,
        min(from_at) as seen_at, max(if(to_at is null or to_at > $as_of, null, to_at)) as last_gone_at,
        bool_or(to_at is null or to_at > $as_of) as is_standing
    from contacts_rows
    where from_at <= $as_of
        and happened_on >= make_date(year($as_of), 1, 1) and happened_on <= cast($as_of as date)
    group by township_id, child_id, kind, happened_on, by_name
),
placed as (
    select versions.*, child.school
    from versions
    left join census_children as child on child.child_id = versions.child_id and child.township_id = versions.township_id
)
select
    placed.township_id, placed.school, placed.child_id, placed.kind, placed.happened_on, placed.by_name, placed.by_role,
    placed.summary_digest, placed.seen_at, if(is_standing, null, last_gone_at) as gone_at, before.received_at as lacked_at
from placed
asof left join contact_batches as before on before.township_id = placed.township_id and placed.seen_at > before.received_at
