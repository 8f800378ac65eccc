-- grain: one row an incident that had occurred by `$as_of`, the latest first, as the register stood then: its times, whether
-- it is open, and the three clocks of duties.md (notify_guardian, notify_parents, report_authority), whatever its year.
-- A time after `$as_of` is not there yet; one before occurred_at cannot be: it is shown, named in `impossible_times`, and
-- counts as not given (registers.md, incidents).
with places as (
    select township_id, child_id, village, school
    from current_census
),
occurred as (
    select incident.*, townships.name as township, places.village, places.school
    from current_incidents as incident
    inner join townships using (township_id)
    left join places using (township_id, child_id)
    where incident.occurred_at <= $as_of
        and ($period = '' or period_within(strftime(incident.occurred_at, '%Y-%m'), $period))
),
chosen as (
    select *, if(time_given(closed_at, occurred_at, $as_of) is null, 'open', 'closed') as status
    from occurred
    where $unit = '' or $unit = (select code from county) or township_id = $unit
        or township_id || '/' || village = $unit or township_id || '/' || school = $unit
),
clocks as (
    select
        *,
        occurred_at + to_minutes((select notify_guardian_minutes from policy)) as notify_guardian_due_at,
        occurred_at + to_minutes((select notify_parents_minutes from policy)) as notify_parents_due_at,
        occurred_at + to_minutes((select report_authority_minutes from policy)) as report_authority_due_at,
        time_given(guardian_notified_at, occurred_at, $as_of) as guardian_told_at,
        time_given(parents_notified_at, occurred_at, $as_of) as parents_told_at,
        if(
            time_given(education_reported_at, occurred_at, $as_of) is null
            or time_given(township_reported_at, occurred_at, $as_of) is null,
            null, greatest(education_reported_at, township_reported_at)
        ) as authority_told_at
    from chosen
    where $status = '' or status = $status
)
select
    incident_id, township_id, township, village, school, child_id, identities.sealed, clocks.kind, status, occurred_at,
    if(guardian_notified_at <= $as_of, guardian_notified_at, null) as guardian_notified_at,
    if(parents_notified_at <= $as_of, parents_notified_at, null) as parents_notified_at,
    if(education_reported_at <= $as_of, education_reported_at, null) as education_reported_at,
    if(township_reported_at <= $as_of, township_reported_at, null) as township_reported_at,
    if(police_reported_at <= $as_of, police_reported_at, null) as police_reported_at,
    if(closed_at <= $as_of, closed_at, null) as closed_at,
    notify_guardian_due_at,
    duty_status(guardian_told_at, notify_guardian_due_at, $as_of <= notify_guardian_due_at) as notify_guardian_status,
    notify_parents_due_at,
    duty_status(parents_told_at, notify_parents_due_at, $as_of <= notify_parents_due_at) as notify_parents_status,
    report_authority_due_at,
    duty_status(authority_told_at, report_authority_due_at, $as_of <= report_authority_due_at) as report_authority_status,
    concat_ws(
        ';',
        case when guardian_notified_at < occurred_at then 'guardian_notified_at' end,
        case when parents_notified_at < occurred_at then 'parents_notified_at' end,
        case when education_reported_at < occurred_at then 'education_reported_at' end,
        case when township_reported_at < occurred_at then 'township_reported_at' end,
        case when police_reported_at < occurred_at then 'police_reported_at' end,
        case when closed_at < occurred_at then 'closed_at' end
    ) as impossible_times
from clocks
left join identities on identities.identity = clocks.child_id
order by occurred_at desc, township_id, incident_id
limit $limit offset $offset;
