-- order: 100
-- code: enrolment
-- zh: 入学
-- en: In school
-- family: schooling
-- subject: child
-- period: state
-- target: 1.00
-- source: 《中华人民共和国义务教育法》第十一条（适龄儿童应当入学）；duties.md, enrolment
-- source_en: Compulsory Education Law, article 11 (children of school age are to be enrolled); duties.md, enrolment
-- sentence: 6 至 15 周岁的每名在册留守儿童都应在校就读。
-- sentence_en: Every left-behind child aged 6 to 15 is in school.
-- since: current_files where schooling is not null
select
    'enrolment' as duty, 'child' as subject_kind, cast(null as varchar) as subject_id, child.child_id, child.township_id, child.village, child.school,
    'state' as period, cast(null as timestamp) as due_at, cast(null as timestamp) as met_at,
    if(child.is_in_school, 'met', 'missed') as status
from population_facts as child
where child.birth_date <= born_after(cast($as_of as date), 6)
    and child.birth_date > born_after(cast($as_of as date), 16)
