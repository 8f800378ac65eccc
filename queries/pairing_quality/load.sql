-- grain: one row a carer of a township with pairings in force; all the children that the carer looks after in the township,
-- and those of them in the asked unit, where there is one at least
with loads as (
    select
        township_id, carer_name, carer_phone, count(distinct child_id) as child_count,
        count(distinct child_id) filter (where is_in_units($units, township_id, village, school)) as own_child_count,
        min(carer_kind) as carer_kind, min(carer_unit) as carer_unit
    from placed_pairings
    where is_in_force
    group by township_id, carer_name, carer_phone
)
select
    'load' as list, township_id, cast(null as varchar) as village, cast(null as varchar) as school,
    cast(null as hugeint) as child_id, carer_name, cast(null as hugeint) as other_carer_name,
    [if(child_count > (select max_children_per_carer from policy), 'over', 'within')] as reasons,
    child_count as weight, carer_phone as tie, child_count, own_child_count,
    cast(carer_kind as varchar) as carer_kind, carer_unit
from loads
where own_child_count > 0
