-- grain: one row an incident of the year of `as_of` that has occurred; it belongs to the township that exported it or
-- told it live, and to the village and school of its child's census row in that same township, where there is one (duties.md)
-- materialized: yes
with places as (
    select township_id, child_id, village, school
    from current_census
)
select incident.*, places.village, places.school, strftime(incident.occurred_at, '%Y-%m') as period
from known_incidents as incident
left join places using (township_id, child_id)
where incident.occurred_at <= $as_of
    and year(incident.occurred_at) = year($as_of)
    and incident.township_id in (select township_id from townships)
