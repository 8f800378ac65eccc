-- grain: one row a clock of an incident and event (opened, half_time, overdue, closed) that was not sent yet, past or to
-- come, in the order of their instants; `possible_at` is when it could be known at the earliest. Watched are incidents of the
-- last `$watched_days` days, and those of which something was sent and whose clock is not closed yet.
with incidents as (
    select
        township_id, incident_id, occurred_at, known_at,
        time_given(guardian_notified_at, occurred_at, $as_of) as guardian_told_at,
        time_given(parents_notified_at, occurred_at, $as_of) as parents_told_at,
        if(
            time_given(education_reported_at, occurred_at, $as_of) is null
            or time_given(township_reported_at, occurred_at, $as_of) is null,
            null, greatest(education_reported_at, township_reported_at)
        ) as authority_told_at
    from known_incidents
    inner join townships using (township_id)
    where occurred_at <= $as_of
        and (
            occurred_at > $as_of - to_days(cast($watched_days as integer))
            or (township_id, incident_id) in (select (township_id, incident_id) from incident_events)
        )
),
clocks as (
    select *, 'notify_guardian' as clock, notify_guardian_minutes as minutes, guardian_told_at as told_at
    from incidents, policy
    union all
    select *, 'notify_parents', notify_parents_minutes, parents_told_at from incidents, policy
    union all
    select *, 'report_authority', report_authority_minutes, authority_told_at from incidents, policy
),
limits as (
    select
        *, occurred_at + to_minutes(minutes) as due_at, occurred_at + to_seconds(minutes * 30) as half_at
    from clocks
),
events as (
    select township_id, incident_id, clock, known_at, 'opened' as event, 1 as step, occurred_at as happened_at from limits
    union all
    select township_id, incident_id, clock, known_at, 'half_time', 2, half_at
    from limits
    where told_at is null or told_at > half_at
    union all
    select township_id, incident_id, clock, known_at, 'overdue', 3, due_at
    from limits
    where told_at is null or told_at > due_at
    union all
    select township_id, incident_id, clock, known_at, 'closed', 4, told_at
    from limits
    where told_at is not null
)
select township_id, incident_id, clock, event, happened_at, greatest(happened_at, known_at) as possible_at
from events
anti join incident_events as sent using (township_id, incident_id, clock, event)
order by happened_at, township_id, incident_id, clock, step;
