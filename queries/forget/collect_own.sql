-- What the rows of forgotten children still name, before it is blanked.
insert into own_identities
select distinct child_id, unnest([{{columns}}]) as identity
from {{register}}_rows
where child_id in (select child_id from forgotten);
