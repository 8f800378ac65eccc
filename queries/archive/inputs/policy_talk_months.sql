-- grain: one row a month in which talks are owed
select month
from policy_talk_months
