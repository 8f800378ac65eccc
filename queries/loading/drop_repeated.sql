delete from staged_{{register}}
where row_number in (select row_number from staged_row_numbers);
