-- grain: one row: who is counted, as far as a table's classes depend on it
select age_limit, (select list(situation) from policy_situations) as situations
from policy;
