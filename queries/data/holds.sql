-- grain: one row a register that its township's last batch holds (registers.md, A batch), with the rows that stand, the rows
-- that would, and what was decided about this content of the file, if anything
with last as (
    select *
    from batch_registers
    qualify row_number() over (partition by township_id, register order by batch_id desc) = 1
),
held as (
    select *
    from last
    where state = 'held'
),
standing as (
    select township_id, register, count(*) as row_count
    from each_version
    where to_at is null
    group by all
),
decided as (
    select *
    from hold_decisions
    qualify row_number() over (partition by township_id, register, sha256 order by decided_at desc) = 1
)
select
    held.township_id, townships.name as township, held.register, held.batch_id, held.received_at, held.file, held.sheet, held.sha256,
    coalesce(standing.row_count, 0) as rows_before, held.accepted_count as rows_after, held.rejected_count as rejected,
    decided.decision, decided.decided_at
from held
inner join townships using (township_id)
left join standing using (township_id, register)
left join decided using (township_id, register, sha256)
order by townships.position, held.register;
