-- grain: one row; whether anything in the warehouse is about the child, and whether its identity was erased on request
select
    exists (select 1 from identity_references where identity = $child_key) as is_known,
    exists (select 1 from forgotten where child_id = $child_key and reason = 'asked') as is_forgotten;
