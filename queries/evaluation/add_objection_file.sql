insert into evaluation_objection_files
values ($file_id, $objection_id, $number, $media_type, $byte_count, $sha256);
