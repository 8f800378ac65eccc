-- The same for what is being loaded, so that the rows are compared with what stands.
update staged_{{register}}
set {{columns:* = if(* is null, null, 0)}}
where child_id in (select child_id from forgotten);
