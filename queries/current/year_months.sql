-- grain: one row a month of the year of `as_of` that has begun; a child is under age on its last day when born after
-- `born_after_on`
with numbered as (
    select month, make_date(year($as_of), month, 1) as first_on, last_day(make_date(year($as_of), month, 1)) as last_on
    from range(1, 13) as months(month)
)
select
    month, strftime(first_on, '%Y-%m') as period, first_on, last_on,
    born_after(last_on, (select age_limit from policy)) as born_after_on
from numbered
where first_on <= cast($as_of as date)
