-- order: 150
-- code: legal_aid
-- zh: 法律援助
-- en: Legal aid
-- family: guardianship
-- subject: case
-- period: month
-- target: 1.00
-- source: 《中华人民共和国法律援助法》（未成年人法律援助）；duties.md, legal_aid
-- source_en: Legal Aid Law (legal aid for minors); duties.md, legal_aid
-- sentence: 每件符合条件的法律援助案件都应在立案后 30 天内提供援助。
-- sentence_en: Aid is given in every eligible case within 30 days of its opening.
with places as (
    select township_id, child_id, village, school
    from current_census
),
opened as (
    select
        legal_case.case_id, legal_case.township_id, places.village, places.school, strftime(opened_on, '%Y-%m') as period,
        opened_on + (select legal_aid_days from policy) as due_on,
        if(aided_on <= cast($as_of as date), aided_on, null) as met_on
    from current_legal_cases as legal_case
    left join places using (township_id, child_id)
    where eligible and opened_on <= cast($as_of as date) and year(opened_on) = year($as_of)
        and legal_case.township_id in (select township_id from townships)
)
select
    'legal_aid' as duty, 'case' as subject_kind, case_id as subject_id, cast(null as hugeint) as child_id, township_id, village, school,
    period, end_of(due_on) as due_at, cast(met_on as timestamp) as met_at,
    duty_status(met_on, due_on, cast($as_of as date) <= due_on) as status
from opened
