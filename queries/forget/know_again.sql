-- Who aged out and is in a census again is a child of the county again.
delete from forgotten
where reason = 'aged_out' and child_id in (select child_id from staged_census);
