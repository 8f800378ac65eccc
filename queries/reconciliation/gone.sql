-- grain: one row a township and child that left its census within `reconciliation_days` before a deadline of the year of
-- `as_of` (a quarterly update's 15th, the end of the year) and is not back; the reason is what became of it, those of whom
-- nothing says it first. A batch may come later than the child left: the day is that of the batch that no longer had it.
with deadlines as (
    select make_date(year($as_of), q * 3, 15) as deadline_on, 'quarter_update' as deadline
    from range(1, 5) as quarters(q)
    union all
    select make_date(year($as_of), 12, 31), 'year_end'
),
departures as (
    select *, cast(gone_at as date) as gone_on
    from census_stays
    where gone_at is not null and township_id in (select township_id from townships)
),
windowed as (
    select departures.*, deadlines.deadline_on, deadlines.deadline
    from departures
    inner join deadlines
        on departures.gone_on <= deadlines.deadline_on
        and departures.gone_on >= deadlines.deadline_on - (select reconciliation_days from policy)
    qualify row_number() over (partition by departures.township_id, departures.child_id order by deadlines.deadline_on) = 1
),
elsewhere as (
    select child_id, min(township_id) as other_township_id
    from current_census
    group by child_id
),
told as (
    select
        windowed.*, townships.name as other_township,
        case
            when elsewhere.child_id is not null then 'elsewhere'
            when birth_date <= born_after(gone_on, (select age_limit from policy)) then 'over_age'
            when left_behind_to is not null then 'ended'
            else 'no_reason'
        end as fate
    from windowed
    left join elsewhere on elsewhere.child_id = windowed.child_id
    left join townships on townships.township_id = elsewhere.other_township_id
)
select
    'gone' as list, township_id, village, school, child_id, cast(null as hugeint) as carer_name,
    cast(null as hugeint) as other_carer_name, [fate] as reasons,
    case fate when 'no_reason' then 3 when 'ended' then 2 when 'over_age' then 1 else 0 end as weight,
    cast(null as hugeint) as tie, gone_on, deadline, deadline_on, other_township
from told
where is_in_units($units, township_id, village, school)
