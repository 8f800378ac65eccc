create or replace temp table staged_row_numbers (row_number integer);
