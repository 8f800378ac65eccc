-- grain: one row an incident of the year of `as_of` that has occurred; it belongs to the township that exported it, and to
-- the village and school of its child's census row in that same township, where there is one (duties.md)
create or replace macro incident_units(as_of) as table
with census as (
    select township_id, child_id, any_value(village) as village, any_value(school) as school
    from current_census(as_of)
    group by township_id, child_id
)
select incident.*, census.village, census.school, strftime(incident.occurred_at, '%Y-%m') as period
from current_incidents(as_of) as incident
left join census using (township_id, child_id)
where incident.occurred_at <= as_of
    and date_part('year', incident.occurred_at) = date_part('year', as_of);

-- A time after `as_of`, or before the incident occurred, counts as not there (duties.md).
create or replace macro time_given(told_at, occurred_at, as_of) as (
    case when told_at >= occurred_at and told_at <= as_of then told_at end
);
