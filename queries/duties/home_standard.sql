-- order: 190
-- code: home_standard
-- zh: 八有
-- en: Eight standards of a home
-- family: homes
-- subject: standard
-- period: state
-- target: 1.00
-- source: 县留守儿童之家建设标准（八有）；duties.md, home_standard
-- source_en: County standard for homes of left-behind children (the eight things); duties.md, home_standard
-- sentence: 每处留守儿童之家都应达到八有：标牌、场所、设备、人员、档案、计划、台账、经费。
-- sentence_en: Every home meets the eight standards: sign, place, equipment, staff, files, plan, ledger, funding.
with standards as (
    unpivot (
        select
            home_id, township_id, village, school,
            coalesce(has_sign, false) as sign, coalesce(has_place, false) as place,
            coalesce(has_equipment, false) as equipment, coalesce(has_staff, false) as staff,
            coalesce(has_files, false) as files, coalesce(has_plan, false) as plan,
            coalesce(has_ledger, false) as ledger, coalesce(has_funding, false) as funding
        from homes_in_use
    )
    on sign, place, equipment, staff, files, plan, ledger, funding
    into name standard value is_met
)
select
    'home_standard' as duty, 'standard' as subject_kind, home_id || '/' || standard as subject_id, cast(null as hugeint) as child_id, township_id, village, school,
    'state' as period, cast(null as timestamp) as due_at, cast(null as timestamp) as met_at,
    if(is_met, 'met', 'missed') as status
from standards
