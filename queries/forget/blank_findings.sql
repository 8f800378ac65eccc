-- The texts of rejected rows and warnings that are a forgotten child's: those of its own rows, those of rows that name
-- its number, and its own texts wherever they stand.
update findings
set value = null
where value is not null and (
    value in (select cell from forgotten_cells)
    or value in (select child_id from forgotten)
    or (source_id, row_number) in (
        select (source_id, row_number) from each_child where child_id in (select child_id from forgotten)
        union
        select (source_id, row_number)
        from findings
        where value in (select child_id from forgotten) or value in (select cell from forgotten_cells where is_number)
    )
);
