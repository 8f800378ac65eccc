-- A child that was erased on request and is in the census still: one warning a row.
insert into staged_findings
select
    $batch_id, $township_id, 'census', false, source_id, row_number, 100, 'child_id', $column_text, null, 'forgotten_child'
from staged_census
where child_id in (select child_id from forgotten where reason = 'asked');
