insert into inspection_devices
values ($device_id, $inspection_id, $account, $name, $token_hash, $taken_at, $taken_at, null, null);
