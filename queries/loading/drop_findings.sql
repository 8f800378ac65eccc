-- A row that does not stand warns of nothing.
delete from staged_findings
where not is_reject and row_number in (select row_number from staged_row_numbers);
