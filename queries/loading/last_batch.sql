-- grain: one row a register in the township's last batch, whatever became of it
select batch_registers.*
from batch_registers
where batch_id = (select max(batch_id) from batches where township_id = $township_id);
