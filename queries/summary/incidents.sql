-- grain: one row an incident that had occurred by `$as_of`, the latest first, as it was known then (docs/operating.md, Live
-- incidents: the register's content, else what was told live; `live_*` is what was told live): its times, whether it is
-- open, and the three clocks of duties.md (notify_guardian, notify_parents, report_authority), whatever its year. A time after `$as_of` is not there yet; one before occurred_at cannot be: it is shown, named in `impossible_times`, and
-- counts as not given (registers.md, incidents).
with places as (
    select township_id, child_id, village, school
    from current_census
),
occurred as (
    select incident.*, townships.name as township, places.village, places.school
    from known_incidents as incident
    inner join townships using (township_id)
    left join places using (township_id, child_id)
    where incident.occurred_at <= $as_of
        and ($period = '' or period_within(strftime(incident.occurred_at, '%Y-%m'), $period))
),
-- The first export after the first telling that was new, and so could have held the incident.
export_batches as (
    select township_id, received_at
    from batch_registers
    where register = 'incidents' and is_new and received_at <= $as_of
),
live as (
    select
        told.*,
        exists (
            select 1 from export_batches as export
            where export.township_id = told.township_id and export.received_at > told.first_told_at
        ) as is_exported_since
    from current_live_incidents as told
),
chosen as (
    select *, if(time_given(closed_at, occurred_at, $as_of) is null, 'open', 'closed') as status
    from occurred
    where is_in_units($units, township_id, village, school)
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
    where ($status = '' or status = $status) and ($kind = '' or kind = $kind)
)
select
    clocks.incident_id, clocks.township_id, township, village, school, clocks.child_id, identities.sealed, clocks.kind, status,
    clocks.occurred_at,
    if(clocks.guardian_notified_at <= $as_of, clocks.guardian_notified_at, null) as guardian_notified_at,
    if(clocks.parents_notified_at <= $as_of, clocks.parents_notified_at, null) as parents_notified_at,
    if(clocks.education_reported_at <= $as_of, clocks.education_reported_at, null) as education_reported_at,
    if(clocks.township_reported_at <= $as_of, clocks.township_reported_at, null) as township_reported_at,
    if(clocks.police_reported_at <= $as_of, clocks.police_reported_at, null) as police_reported_at,
    if(clocks.closed_at <= $as_of, clocks.closed_at, null) as closed_at,
    notify_guardian_due_at,
    duty_status(guardian_told_at, notify_guardian_due_at, $as_of <= notify_guardian_due_at) as notify_guardian_status,
    notify_parents_due_at,
    duty_status(parents_told_at, notify_parents_due_at, $as_of <= notify_parents_due_at) as notify_parents_status,
    report_authority_due_at,
    duty_status(authority_told_at, report_authority_due_at, $as_of <= report_authority_due_at) as report_authority_status,
    concat_ws(
        ';',
        case when clocks.guardian_notified_at < clocks.occurred_at then 'guardian_notified_at' end,
        case when clocks.parents_notified_at < clocks.occurred_at then 'parents_notified_at' end,
        case when clocks.education_reported_at < clocks.occurred_at then 'education_reported_at' end,
        case when clocks.township_reported_at < clocks.occurred_at then 'township_reported_at' end,
        case when clocks.police_reported_at < clocks.occurred_at then 'police_reported_at' end,
        case when clocks.closed_at < clocks.occurred_at then 'closed_at' end
    ) as impossible_times,
    case when live.incident_id is null then 'register' when is_in_register then 'both' else 'live' end as told,
    live.first_told_at as told_live_at,
    not is_in_register and coalesce(live.is_exported_since, false) as is_missing_in_register,
    live.occurred_at as live_occurred_at,
    live.guardian_notified_at as live_guardian_notified_at,
    live.parents_notified_at as live_parents_notified_at,
    live.education_reported_at as live_education_reported_at,
    live.township_reported_at as live_township_reported_at,
    live.police_reported_at as live_police_reported_at,
    live.closed_at as live_closed_at,
    if(
        live.incident_id is null, '',
        concat_ws(
            ';',
            case when clocks.occurred_at is distinct from live.occurred_at then 'occurred_at' end,
            case when clocks.guardian_notified_at is distinct from live.guardian_notified_at then 'guardian_notified_at' end,
            case when clocks.parents_notified_at is distinct from live.parents_notified_at then 'parents_notified_at' end,
            case when clocks.education_reported_at is distinct from live.education_reported_at then 'education_reported_at' end,
            case when clocks.township_reported_at is distinct from live.township_reported_at then 'township_reported_at' end,
            case when clocks.police_reported_at is distinct from live.police_reported_at then 'police_reported_at' end,
            case when clocks.closed_at is distinct from live.closed_at then 'closed_at' end
        )
    ) as differing_times
from clocks
left join live on live.township_id = clocks.township_id and live.incident_id = clocks.incident_id
left join identities on identities.identity = clocks.child_id
order by clocks.occurred_at desc, clocks.township_id, clocks.incident_id
limit $limit offset $offset;
