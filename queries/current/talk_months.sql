-- grain: one row a month of `talk_months` of the year of `as_of` that has begun
select *
from year_months
where month in (select month from policy_talk_months)
