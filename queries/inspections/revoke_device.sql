update inspection_devices
set revoked_at = $revoked_at, revoked_by = $revoked_by
where device_id = $device_id and inspection_id = $inspection_id and revoked_at is null;
