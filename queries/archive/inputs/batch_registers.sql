-- grain: one export of the census that was new, of the year of `as_of`
select township_id, register, is_new, received_at
from batch_registers
where register = 'census' and is_new and received_at <= $as_of and year(received_at) = year($as_of)
