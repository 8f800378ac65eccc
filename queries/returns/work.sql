-- grain: one row a township, part and class: what the ledger's duties owe in the period and what of it is done by the day of
-- `as_of`, the class teachers' talks with children who count, and the incidents by kind
with talks as (
    -- two townships may both hold a talk
    select distinct child_id, happened_on, by_name
    from class_talks
    where happened_on >= cast($first_on as date)
),
counted as (
    select township_id, duty as part, 'owed' as class
    from ledger
    where period_within(period, $period)
    union all
    select township_id, duty, 'done'
    from ledger
    where period_within(period, $period) and status in ('met', 'late', 'ahead')
    union all
    select children.township_id, 'talk', 'held'
    from talks
    inner join children using (child_id)
    union all
    select township_id, 'incidents', kind
    from incident_units
    where period_within(period, $period)
)
select township_id, part, class, count(*) as n
from counted
group by township_id, part, class
