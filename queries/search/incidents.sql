-- grain: one row an incident that had occurred by `$as_of` and whose number holds `$q`, upper and lower case alike; the
-- best fit first, then the latest. Village and school are those of its child's census row in the same township: they say
-- whose it is. No limit: who may see which is not known here, and a county has few incidents.
with places as (
    select township_id, child_id, village, school
    from current_census
)
select
    'incident' as kind,
    incident.township_id || '/' || incident.incident_id as id,
    incident.incident_id as name,
    townships.name as township,
    strftime(incident.occurred_at, '%Y-%m') as month,
    case
        when lower(incident.incident_id) = lower($q) then 0
        when starts_with(lower(incident.incident_id), lower($q)) then 1
        else 2
    end as fit,
    incident.township_id,
    places.village,
    places.school
from known_incidents as incident
inner join townships using (township_id)
left join places using (township_id, child_id)
where incident.occurred_at <= $as_of and contains(lower(incident.incident_id), lower($q))
order by fit, incident.occurred_at desc, incident.township_id, incident.incident_id;
