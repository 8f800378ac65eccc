-- grain: one row a child of population(D): the care level that the rules make of its facts beside the one that its township
-- reported (the four-heart scheme). Points are summed over the aspects, and a fact that is a level by itself sets at least
-- it. Where either level is 4 a cadre and a teacher look after the child, else its village and school do.
with scored as (
    select
        fact.child_id, sum(rule.points) as points, max(rule.level) as level, list(rule.fact order by rule.position) as reasons
    from care_facts as fact
    inner join care_rules as rule using (fact)
    group by fact.child_id
),
pointed as (
    select
        child.child_id, child.township_id, child.village, child.school, child.care_level as reported_level,
        coalesce(scored.points, 0) as points, coalesce(scored.level, 1) as least_level, coalesce(scored.reasons, []) as reasons
    from population as child
    left join scored using (child_id)
),
leveled as (
    select
        pointed.*,
        greatest(least_level, 1 + (select count(*) from care_levels where care_levels.points <= pointed.points)) as computed_level
    from pointed
),
carers as (
    select
        child_id, min(carer_name) filter (where carer_kind = 'cadre') as cadre,
        min(carer_name) filter (where carer_kind = 'teacher') as teacher
    from pairings_in_force
    group by child_id
)
select
    case
        when reported_level is null then 'unreported'
        when computed_level > reported_level then 'higher'
        when computed_level < reported_level then 'lower'
        else 'agreed'
    end as list,
    township_id, village, school, leveled.child_id,
    if(greatest(computed_level, coalesce(reported_level, 1)) = 4, carers.cadre, null) as carer_name,
    if(greatest(computed_level, coalesce(reported_level, 1)) = 4, carers.teacher, null) as other_carer_name,
    reasons, abs(computed_level - coalesce(reported_level, 1)) * 1000 + points as weight, cast(null as hugeint) as tie,
    reported_level, cast(computed_level as integer) as computed_level, cast(points as integer) as points
from leveled
left join carers on carers.child_id = leveled.child_id
where is_in_units($units, township_id, village, school)
