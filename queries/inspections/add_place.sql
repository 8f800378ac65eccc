insert into inspection_places values ($inspection_id, $township_id, $place, $account);
