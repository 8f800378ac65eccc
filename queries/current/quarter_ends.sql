-- grain: one row a quarter of the year of `as_of` that has begun: its last day, on which its figures are looked at
select cast(make_date(year($as_of), 1, 1) + to_months(cast(3 * number as integer)) - to_days(1) as date) as last_on
from range(1, 5) as quarters(number)
where make_date(year($as_of), cast(3 * number - 2 as integer), 1) <= cast($as_of as date)
