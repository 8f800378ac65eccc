-- grain: one row a child of population(D) that another list does not know: no file; nobody paired; no contact in twelve
-- months; no village; of school age (6 to 15) no school and, where any township keeps enrolments, no open one
with aged as (
    select
        child_id, township_id, village, school,
        birth_date <= born_after(cast($as_of as date), 6) and birth_date > born_after(cast($as_of as date), 16) as is_of_school_age
    from population
),
told as (
    select
        township_id, village, school, child_id,
        list_filter([
            if(child_id in (select child_id from current_files), null, 'files'),
            if(
                not is_of_school_age or not exists (select 1 from current_enrolments)
                or child_id in (select child_id from open_enrolments), null, 'enrolments'
            ),
            if(child_id in (select child_id from pairings_in_force), null, 'pairings'),
            if(child_id in (select child_id from recent_contacts), null, 'contacts'),
            if(village is null, 'village', null),
            if(is_of_school_age and school is null, 'school', null)
        ], lambda each: each is not null) as reasons
    from aged
)
select
    'unknown_elsewhere' as list, township_id, village, school, child_id, cast(null as hugeint) as carer_name,
    cast(null as hugeint) as other_carer_name, reasons, len(reasons) as weight, cast(null as hugeint) as tie
from told
where len(reasons) > 0 and is_in_units($units, township_id, village, school)
