-- grain: one row a township: how many days after a contact the first batch that showed it came, for contacts first shown
-- between two instants. What a township's first batch of contacts showed is left out: it tells when the county began, not when
-- the clerk wrote.
with begun as (
    select township_id, min(from_at) as begun_at
    from contacts_rows
    group by township_id
),
-- few of all: only of these it matters whether they had been shown before
fresh as (
    select distinct township_id, child_id, kind, happened_on, by_name
    from contacts_rows
    inner join begun using (township_id)
    where from_at > begun_at and from_at > $from_at and from_at <= $to_at
),
seen as (
    select shown.township_id, shown.child_id, shown.kind, shown.happened_on, shown.by_name, min(shown.from_at) as seen_at
    from contacts_rows as shown
    semi join fresh
        on fresh.township_id = shown.township_id and fresh.child_id is not distinct from shown.child_id
        and fresh.kind is not distinct from shown.kind and fresh.happened_on is not distinct from shown.happened_on
        and fresh.by_name is not distinct from shown.by_name
    group by all
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
