-- grain: one row a month of `talk_months` of the year of `as_of` that has begun
create or replace macro talk_months(as_of) as table
with months as (
    select make_date(date_part('year', as_of), month, 1) as first_on
    from policy_talk_months
)
select strftime(first_on, '%Y-%m') as period, first_on, last_day(first_on) as last_on
from months
where first_on <= cast(as_of as date);
