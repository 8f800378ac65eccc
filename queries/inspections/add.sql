insert into inspections
select
    $inspection_id, $title, $kind, $starts_on, $ends_on, $units, $random_share, $risk_share, $as_of_at, $frame_hash,
    $commitment, $created_at, $created_by, null, null, null, null;
