insert into inspection_findings
select
    $finding_id, $inspection_id, $claim_id, $version, $result, $stands, $is_conflict, $found_at, $found_by,
    nullif($device_id, ''), $sequence, $received_at, $latitude, $longitude, $accuracy_m, null, null;
