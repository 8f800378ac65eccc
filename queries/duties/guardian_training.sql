-- order: 140
-- code: guardian_training
-- zh: 家教普及
-- en: Guardian trained
-- family: guardianship
-- subject: child
-- period: state
-- target: 0.95
-- source: 《中华人民共和国家庭教育促进法》（家庭教育指导）；duties.md, guardian_training
-- source_en: Family Education Promotion Law (guidance of families); duties.md, guardian_training
-- sentence: 每名在册留守儿童的监护人在近 12 个月内都应接受过家教培训。
-- sentence_en: The guardian of every left-behind child was trained within the last 12 months.
-- since: current_files where guardian_trained_on is not null
select
    'guardian_training' as duty, 'child' as subject_kind, cast(null as varchar) as subject_id, child.child_id, child.township_id, child.village, child.school,
    'state' as period, cast(null as timestamp) as due_at, if(child.trained_on >= cast($as_of as date) - interval 12 month, cast(child.trained_on as timestamp), null) as met_at,
    if(child.trained_on >= cast($as_of as date) - interval 12 month, 'met', 'missed') as status
from population_facts as child
