-- grain: one row a township: children of the population on the day before `$first_on`, who came to it since, and who left it by
-- the day of `as_of`. What was, and who came, less who left, is population(D): nobody is counted twice.
with placed as (
    select
        child.township_id,
        child.left_behind_from < cast($first_on as date)
        and (child.left_behind_to is null or child.left_behind_to >= cast($first_on as date))
        and child.birth_date > born_after(cast($first_on as date) - 1, policy.age_limit) as was,
        child.left_behind_from between cast($first_on as date) and cast($as_of as date)
        and (child.left_behind_to is null or child.left_behind_to > child.left_behind_from)
        and child.birth_date > born_after(child.left_behind_from, policy.age_limit) as came,
        population.child_id is not null as is_here
    from children as child
    cross join policy
    left join population using (child_id)
)
select
    township_id, count(*) filter (where was) as before, count(*) filter (where came) as new,
    count(*) filter (where (was or came) and not is_here) as gone
from placed
group by township_id
