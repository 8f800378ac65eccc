-- grain: one row a child that no census has held since an instant, and whose identity is still kept
create or replace macro children_gone(since) as table (
    with stays as (
        select child_id, bool_and(to_at is not null) as is_gone, max(to_at) as gone_at
        from census_rows
        group by child_id
    )
    select child_id
    from stays
    where is_gone and gone_at < since and child_id not in (select child_id from forgotten)
);
