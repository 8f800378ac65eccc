insert into forgotten
select child_id, 'aged_out', $forgotten_at
from children_gone($children_before_at);
