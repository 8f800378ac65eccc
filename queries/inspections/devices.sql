-- grain: one device that took a worksheet along, with how many findings came from it
select
    device_id, account, name, token_hash, taken_at, seen_at, revoked_at, revoked_by,
    (
        select count(*)
        from inspection_findings as finding
        where finding.device_id = device.device_id
    ) as finding_count
from inspection_devices as device
where inspection_id = $inspection_id
order by taken_at desc, device_id;
