-- grain: one eligible case opened in the year of `as_of`: its month, and whether aid came in its time. What can still be given
-- in time stands as it is.
-- renumbered: case_id
with opened as (
    select *, (select legal_aid_days from policy) as days, cast($as_of as date) as on_day
    from current_legal_cases
    where eligible and opened_on <= cast($as_of as date) and year(opened_on) = year($as_of)
),
shown as (
    select
        *, on_day > opened_on + days as is_over,
        if(on_day > opened_on + days, cast(date_trunc('month', opened_on) as date), opened_on) as shown_on,
        if(aided_on <= on_day, aided_on, null) as given_on
    from opened
)
select
    township_id, township_id || '/' || case_id as case_id, shown_on as opened_on, eligible,
    case
        when not is_over or given_on is null then given_on
        when given_on <= opened_on + days then shown_on
        else shown_on + days + 1
    end as aided_on
from shown
