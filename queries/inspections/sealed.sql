-- grain: one sealed text or picture by its number
select item_id, inspection_id, child_id, sealed
from inspection_sealed
where item_id = $item_id;
