-- grain: one row a quarter of the year of `as_of` whose last month has begun: its window, and when the next one opens
with numbered as (
    select q, make_date(year($as_of), q * 3, 1) as first_on
    from (values (1), (2), (3), (4)) as quarter(q)
)
select
    year($as_of) || '-Q' || q as period, first_on, end_of(first_on + 14) as due_at,
    cast(first_on + interval 3 month as timestamp) as next_opens_at
from numbered
where first_on <= cast($as_of as date)
