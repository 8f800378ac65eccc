-- grain: one number of a sealed text or picture
select item_id from inspection_sealed order by item_id;
