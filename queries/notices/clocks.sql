-- grain: one clock of an incident that is half over or ran out, was sent as an event since `$since_at`, still runs, and was
-- not looked at yet; half over only while it has not run out. `due_at`: when it runs out; the child's place where it is known.
with places as (
    select township_id, child_id, village, school
    from current_census
),
incidents as (
    select incident.township_id, incident.incident_id, incident.occurred_at, places.village, places.school
    from known_incidents as incident
    left join places using (township_id, child_id)
),
passed as (
    select
        township_id, incident_id, clock, event,
        concat_ws('/', 'incident', township_id, incident_id, clock, event) as event_key,
        concat_ws('/', 'clock', township_id, incident_id, clock) as subject
    from incident_events as sent
    where event in ('half_time', 'overdue')
        and emitted_at > $since_at
        and not exists (
            select 1
            from incident_events as later
            where later.township_id = sent.township_id and later.incident_id = sent.incident_id and later.clock = sent.clock
                and (later.event = 'closed' or (later.event = 'overdue' and sent.event = 'half_time'))
        )
)
select
    passed.event_key, passed.subject, passed.township_id, passed.incident_id, passed.clock, passed.event,
    incidents.village, incidents.school,
    incidents.occurred_at + to_minutes(
        case passed.clock
            when 'notify_guardian' then policy.notify_guardian_minutes
            when 'notify_parents' then policy.notify_parents_minutes
            else policy.report_authority_minutes
        end
    ) as due_at
from passed
cross join policy
inner join incidents using (township_id, incident_id)
where passed.event_key not in (select event_key from notice_events)
order by passed.event_key
