-- grain: one drawn incident with the times that the record had of it when it was drawn
with known as (
    select township_id, incident_id, cast(kind as varchar) as kind, occurred_at, guardian_notified_at, parents_notified_at, education_reported_at,
        township_reported_at, police_reported_at, closed_at, true as is_register, from_at
    from incidents_rows
    where from_at <= $as_of_at and (to_at is null or to_at > $as_of_at)
    union all
    select township_id, incident_id, cast(kind as varchar) as kind, occurred_at, guardian_notified_at, parents_notified_at, education_reported_at,
        township_reported_at, police_reported_at, closed_at, false, from_at
    from live_incidents
    where from_at <= $as_of_at and (to_at is null or to_at > $as_of_at)
)
select
    sample.sample_id, known.kind, occurred_at, guardian_notified_at, parents_notified_at, education_reported_at,
    township_reported_at, police_reported_at, closed_at
from inspection_samples as sample
inner join known on sample.subject = known.township_id || '/' || known.incident_id
where sample.inspection_id = $inspection_id and sample.kind = 'incident'
qualify row_number() over (partition by sample.sample_id order by is_register desc, from_at desc) = 1;
