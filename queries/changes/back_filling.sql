-- grain: one row a township: how many days after a contact the first batch that showed it came, for contacts first shown
-- between two instants. What a township's first batch of contacts showed is left out: it tells when the county began, not when
-- the clerk wrote.
with seen as (
    select township_id, child_id, kind, happened_on, by_name, min(from_at) as seen_at
    from contacts_rows
    group by all
),
begun as (
    select township_id, min(seen_at) as begun_at
    from seen
    group by township_id
),
delays as (
    select seen.township_id, date_diff('day', seen.happened_on, cast(seen.seen_at as date)) as days
    from seen
    inner join begun using (township_id)
    where seen.seen_at > begun.begun_at and seen.seen_at > $from_at and seen.seen_at <= $to_at
)
select
    delays.township_id, townships.name as township, count(*) as contact_count, median(days) as median_days,
    count(*) filter (where days > 30) as late_count,
    count(*) filter (where days <= 7) as within_7,
    count(*) filter (where days between 8 and 14) as within_14,
    count(*) filter (where days between 15 and 30) as within_30,
    count(*) filter (where days between 31 and 60) as within_60,
    count(*) filter (where days between 61 and 90) as within_90,
    count(*) filter (where days > 90) as beyond_90
from delays
inner join townships using (township_id)
where len($townships) = 0 or list_contains($townships, delays.township_id)
group by delays.township_id, townships.name, townships.position
order by townships.position;
