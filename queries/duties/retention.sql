-- order: 110
-- code: retention
-- zh: 巩固
-- en: Kept in school
-- family: schooling
-- subject: child
-- period: state
-- target: 1.00
-- source: 国务院办公厅关于进一步加强控辍保学的通知（国办发〔2017〕72 号）；duties.md, retention
-- source_en: General Office of the State Council, circular on keeping children in school, Guobanfa [2017] 72; duties.md, retention
-- sentence: 学年第一天在籍的每名儿童都不应辍学；辍学后复学的算在籍。
-- sentence_en: No child enrolled on the first day of the school year has dropped out; one that has come back counts as kept.
with enrolled as (
    select enrolment.*, school_year.first_on
    from current_enrolments as enrolment
    cross join school_year
    where enrolled_on <= cast($as_of as date)
),
stays as (
    select
        child_id, min(township_id) as exported_by,
        bool_or(enrolled_on <= first_on and (left_on is null or left_on > first_on)) as is_owed
    from enrolled
    group by child_id
),
ever_dropped as (
    select child_id
    from enrolled
    where reason = 'dropout'
),
last_stays as (
    select
        child_id,
        max({'until': coalesce(least(left_on, cast($as_of as date) + 1), cast($as_of as date) + 1), 'from': enrolled_on, 'reason': reason}) as last_stay
    from enrolled
    semi join ever_dropped using (child_id)
    group by child_id
),
-- out of school on D, and the last that is known of it is a dropping out
dropped as (
    select child_id
    from last_stays
    where last_stay.until <= cast($as_of as date) and last_stay.reason = 'dropout'
)
select
    'retention' as duty, 'child' as subject_kind, cast(null as varchar) as subject_id, stays.child_id,
    coalesce(child.township_id, stays.exported_by) as township_id, child.village, child.school,
    'state' as period, cast(null as timestamp) as due_at, cast(null as timestamp) as met_at,
    if(dropped.child_id is not null, 'missed', 'met') as status
from stays
left join census_children as child using (child_id)
left join dropped using (child_id)
where stays.is_owed and coalesce(child.township_id, stays.exported_by) in (select township_id from townships)
