-- grain: one photo of an inspection, or (`$photo_id`) that one
select photo_id, finding_id, taken_at, device_id, received_at, sha256
from inspection_photos
where inspection_id = $inspection_id and ($photo_id = '' or photo_id = $photo_id)
order by taken_at, photo_id;
