-- grain: one row a column of a register's own content, in its order; without where and when it was seen
select column_name, data_type = 'HUGEINT' as is_identity
from duckdb_columns()
where table_name = $table_name and schema_name = 'main'
    and column_name not in ('township_id', 'source_id', 'row_number', 'from_batch', 'to_batch', 'from_at', 'to_at')
order by column_index;
