insert into policy
values ($age_limit, $notify_guardian_minutes, $notify_parents_minutes, $report_authority_minutes);
