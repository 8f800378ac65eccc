-- grain: one row; how many children and how many texts of rejected rows are older than they are kept
select
    (select count(*) from children_gone($children_before_at)) as children,
    (
        select count(*)
        from findings
        where value is not null and batch_id in (select batch_id from batches where received_at < $findings_before_at)
    ) as rejected_texts;
