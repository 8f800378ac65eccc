-- grain: one register of a township of which something was read by `$known_at`: the export that its rows were last read from,
-- when an export last said the same, and how many brought something new in the year
with received as (
    select register, batch_id, file, sheet, received_at, accepted_count, rejected_count, state
    from batch_registers
    where township_id = $township and received_at <= $known_at and state in ('loaded', 'unchanged')
),
loaded as (select * from received where state = 'loaded')
select
    register, arg_max(batch_id, received_at) as batch_id, arg_max(file, received_at) as file,
    arg_max(sheet, received_at) as sheet, max(received_at) as read_at,
    (select max(received_at) from received where received.register = loaded.register) as confirmed_at,
    arg_max(accepted_count, received_at) as accepted, arg_max(rejected_count, received_at) as rejected,
    count(*) filter (where strftime(received_at, '%Y') = $year) as batch_count
from loaded
group by register
order by register;
