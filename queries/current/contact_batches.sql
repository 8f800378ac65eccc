-- grain: one row a batch by `as_of` that brought a township's contacts anew (registers.md, A batch: received)
select township_id, received_at
from batch_registers
where register = 'contacts' and is_new and received_at <= $as_of
