-- grain: one row a child with a plan of the twelve months up to the day of `as_of`; of other days only that there were such
-- renumbered: child_id
select distinct
    if(made_on between cast($as_of as date) - interval 12 month and cast($as_of as date), child_id, null) as child_id,
    if(made_on between cast($as_of as date) - interval 12 month and cast($as_of as date), cast($as_of as date), null) as made_on
from current_plans
