-- grain: one row: what the duties take from the policy
select
    age_limit, min_months_out, notify_guardian_minutes, notify_parents_minutes, report_authority_minutes,
    police_report_minutes, legal_aid_days
from policy
