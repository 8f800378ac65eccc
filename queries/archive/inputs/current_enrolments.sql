-- grain: one enrolment that had begun by the day of `as_of`. Only the order of a child's own days stands, and on which side of
-- the school year's first day and of `as_of` they lie.
-- renumbered: child_id
with days as (
    select
        township_id, child_id, enrolled_on, least(left_on, cast($as_of as date) + 1) as left_on, reason, school_year.first_on,
        cast($as_of as date) as on_day
    from current_enrolments
    cross join school_year
    where enrolled_on <= cast($as_of as date) and child_id is not null
),
marks as (
    select child_id, enrolled_on as day from days
    union
    select child_id, left_on from days where left_on <= on_day
    union
    select child_id, first_on from days
),
places as (
    select child_id, day, row_number() over (partition by child_id order by day) as place
    from marks
),
shown as (
    select
        place.child_id, place.day,
        first_on + cast(place.place - first.place as integer) as shown_on
    from places as place
    inner join places as first on first.child_id = place.child_id and first.day = (select first_on from school_year)
    cross join school_year
)
select
    days.township_id, days.child_id, began.shown_on as enrolled_on,
    if(days.left_on > days.on_day, days.on_day + 1, ended.shown_on) as left_on, cast(days.reason as varchar) as reason
from days
inner join shown as began on began.child_id = days.child_id and began.day = days.enrolled_on
left join shown as ended on ended.child_id = days.child_id and ended.day = days.left_on
