-- grain: one file that was handed in with an objection
select file_id, media_type
from evaluation_objection_files
where objection_id = $objection_id and file_id = $file_id;
