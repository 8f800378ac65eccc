-- grain: one row a township, part and class: how many children of population(D) are of it. Every part has each child once, so
-- the classes of any part add up to the population.
with files as (
    select
        child_id,
        -- of several files as the duties `enrolment` and `kindergarten` go: in school is who is so by any of them
        min(schooling) as schooling,
        arg_max(guardian_relation, (opened_on, township_id)) filter (where guardian_relation is not null) as relation
    from current_files
    group by child_id
),
classed as (
    select
        child.township_id,
        case
            when child.birth_date > born_after(cast($as_of as date), 6) then '0_5'
            when child.birth_date > born_after(cast($as_of as date), 14) then '6_13'
            else '14_up'
        end as age,
        cast(counted.sex as varchar) as sex,
        cast(counted.situation as varchar) as situation,
        coalesce(cast(child.care_level as varchar), 'unknown') as care,
        guardian_kind(files.relation) as guardian,
        coalesce(cast(files.schooling as varchar), 'unknown') as schooling
    from population as child
    inner join children as counted using (child_id)
    left join files using (child_id)
)
select township_id, part, class, count(*) as n
from classed unpivot (class for part in (age, sex, situation, care, guardian, schooling))
group by township_id, part, class
