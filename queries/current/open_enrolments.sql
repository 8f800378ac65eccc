-- grain: one row a township and child with an enrolment that has begun by the day of `as_of` and has not ended
select distinct township_id, child_id
from current_enrolments
where enrolled_on <= cast($as_of as date) and (left_on is null or left_on > cast($as_of as date))
