-- grain: one incident of the year of `as_of` that has occurred: its month, its kind where that decides a duty, and of each
-- telling only whether it came in its time. What can still be told in time stands as it is.
-- renumbered: incident_id
with limits as (
    select
        notify_guardian_minutes as guardian, notify_parents_minutes as parents, report_authority_minutes as authority,
        police_report_minutes as police,
        greatest(notify_guardian_minutes, notify_parents_minutes, report_authority_minutes, police_report_minutes) as longest
    from policy
),
occurred as (
    select
        incident.*, limits.*,
        if(
            $as_of > occurred_at + to_minutes(longest), cast(date_trunc('month', occurred_at) as timestamp), occurred_at
        ) as shown_at,
        time_given(guardian_notified_at, occurred_at, $as_of) - occurred_at as guardian_after,
        time_given(parents_notified_at, occurred_at, $as_of) - occurred_at as parents_after,
        time_given(education_reported_at, occurred_at, $as_of) - occurred_at as education_after,
        time_given(township_reported_at, occurred_at, $as_of) - occurred_at as township_after,
        time_given(police_reported_at, occurred_at, $as_of) - occurred_at as police_after
    from known_incidents as incident
    cross join limits
    where occurred_at <= $as_of and year(occurred_at) = year($as_of)
)
select
    township_id, township_id || '/' || incident_id as incident_id,
    if(kind in ('missing', 'violence', 'assault', 'unattended'), kind, 'other') as kind, shown_at as occurred_at,
    shown_at + if(guardian_after is null, null, to_minutes(if(guardian_after <= to_minutes(guardian), 0, guardian + 1))) as guardian_notified_at,
    shown_at + if(parents_after is null, null, to_minutes(if(parents_after <= to_minutes(parents), 0, parents + 1))) as parents_notified_at,
    shown_at + if(education_after is null, null, to_minutes(if(education_after <= to_minutes(authority), 0, authority + 1))) as education_reported_at,
    shown_at + if(township_after is null, null, to_minutes(if(township_after <= to_minutes(authority), 0, authority + 1))) as township_reported_at,
    shown_at + if(police_after is null, null, to_minutes(if(police_after <= to_minutes(police), 0, police + 1))) as police_reported_at
from occurred
