-- grain: one row a register of a batch whose rows do not add up (registers.md, introduction)
select batch_id, register, read_count, accepted_count, skipped_count, rejected_count
from batch_registers
where read_count <> accepted_count + skipped_count + rejected_count;
