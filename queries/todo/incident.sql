-- grain: one row an incident of the ledger and clock that nobody has stopped yet, whether it still runs or is over;
-- `missing` names the times that are not given (a time before occurred_at counts as none)
select
    'incident' as list, duty, subject_id, incident.child_id, to_do.township_id, to_do.village, to_do.school,
    to_do.period, due_at, status,
    list_filter(
        case duty
            when 'notify_guardian' then ['guardian_notified_at']
            when 'notify_parents' then ['parents_notified_at']
            when 'police_report' then ['police_reported_at']
            else [
                if(time_given(education_reported_at, occurred_at, $as_of) is null, 'education_reported_at', null),
                if(time_given(township_reported_at, occurred_at, $as_of) is null, 'township_reported_at', null)
            ]
        end,
        lambda field: field is not null
    ) as missing
from to_do
inner join current_incidents as incident
    on incident.incident_id = to_do.subject_id and incident.township_id = to_do.township_id
where duty in ('notify_guardian', 'notify_parents', 'report_authority', 'police_report') and status in ('pending', 'missed')
