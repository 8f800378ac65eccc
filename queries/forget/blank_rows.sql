-- Zero is the key of nothing: it says that something stood here.
update {{register}}_rows
set {{columns:* = if(* is null, null, 0)}}
where child_id in (select child_id from forgotten) and ({{columns:* <> 0| or }});
