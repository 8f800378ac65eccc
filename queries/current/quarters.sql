-- grain: one row a quarter of the year of `as_of` whose last month has begun: its window, and when the next one opens
create or replace macro quarters(as_of) as table
with numbered as (
    select q, make_date(date_part('year', as_of), q * 3, 1) as first_on
    from (values (1), (2), (3), (4)) as quarter(q)
)
select
    date_part('year', as_of) || '-Q' || q as period,
    first_on,
    end_of(first_on + 14) as due_at,
    cast(first_on + interval 3 month as timestamp) as next_opens_at
from numbered
where first_on <= cast(as_of as date);
