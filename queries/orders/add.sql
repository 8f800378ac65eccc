insert into inspection_orders by name
select
    $order_id as order_id, $inspection_id as inspection_id, $claim_id as claim_id, $unit_id as unit_id, $due_on as due_on,
    $issued_at as issued_at, $issued_by as issued_by;
