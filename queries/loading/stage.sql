-- An empty staged table with the register's own columns and their provenance.
create or replace temp table staged_{{register}} as
select {{columns}}, source_id, row_number
from {{register}}_rows
limit 0;
