insert into inspection_photos
select $photo_id, $finding_id, $inspection_id, $taken_at, nullif($device_id, ''), $received_at, $sha256;
