-- grain: one row a wrapped key
select key_id, purpose, wrapped
from vault_keys
order by key_id;
