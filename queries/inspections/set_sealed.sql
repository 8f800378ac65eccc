update inspection_sealed
set sealed = $sealed
where item_id = $item_id;
