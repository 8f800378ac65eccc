-- grain: one file that was handed in for an order
select file_id, media_type
from inspection_order_files
where order_id = $order_id and file_id = $file_id;
