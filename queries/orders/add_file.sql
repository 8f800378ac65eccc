insert into inspection_order_files
values ($file_id, $order_id, $event_id, $number, $media_type, $byte_count, $sha256);
