update inspection_devices
set seen_at = $seen_at
where device_id = $device_id;
