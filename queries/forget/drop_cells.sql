delete from forgotten_cells
where child_id not in (select child_id from forgotten);
