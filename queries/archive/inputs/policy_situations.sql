-- grain: one row a situation that counts as left behind
select situation
from policy_situations
