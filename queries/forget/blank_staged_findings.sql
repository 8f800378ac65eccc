update staged_findings
set value = null
where not is_reject and row_number in (
    select row_number from staged_{{register}} where child_id in (select child_id from forgotten)
);
