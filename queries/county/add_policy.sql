insert into policy (
    age_limit, notify_guardian_minutes, notify_parents_minutes, report_authority_minutes,
    min_months_out, police_report_minutes, legal_aid_days,
    late_days, most_talks_a_day, rush_days, reconciliation_days, max_children_per_carer
)
values (
    $age_limit, $notify_guardian_minutes, $notify_parents_minutes, $report_authority_minutes,
    $min_months_out, $police_report_minutes, $legal_aid_days,
    $late_days, $most_talks_a_day, $rush_days, $reconciliation_days, $max_children_per_carer
);
