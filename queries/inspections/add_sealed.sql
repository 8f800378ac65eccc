insert into inspection_sealed values ($item_id, $inspection_id, $child_id, $sealed);
