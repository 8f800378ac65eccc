-- order: 220
-- code: school_link
-- zh: 单位包校
-- en: Department linked to the school
-- family: pairing
-- subject: school
-- period: state
-- target: 1.00
-- source: 县单位包校制度（每所有留守儿童的学校有单位包联）；duties.md, school_link
-- source_en: County rule of linked units (each school with left-behind children has a unit that looks after it); duties.md, school_link
-- sentence: 每所有留守儿童的学校都应有单位包联。
-- sentence_en: Every school with left-behind children has a department linked to it.
-- since: current_school_links
with attended as (
    select distinct township_id, school
    from population
    where school is not null
),
linked as (
    select township_id, school, min(since) as since
    from current_school_links
    where since is null or since <= cast($as_of as date)
    group by township_id, school
)
select
    'school_link' as duty, 'school' as subject_kind, schools.township_id || '/' || schools.name as subject_id, cast(null as hugeint) as child_id,
    schools.township_id, cast(null as varchar) as village, schools.name as school,
    'state' as period, cast(null as timestamp) as due_at, cast(linked.since as timestamp) as met_at,
    if(linked.school is null, 'missed', 'met') as status
from schools
inner join attended on attended.township_id = schools.township_id and attended.school = schools.name
left join linked on linked.township_id = schools.township_id and linked.school = schools.name
