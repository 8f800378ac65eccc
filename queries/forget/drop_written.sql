-- What people wrote and photographed of forgotten children in inspections.
delete from inspection_sealed
where child_id in (select child_id from forgotten);
