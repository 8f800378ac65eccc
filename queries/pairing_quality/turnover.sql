-- grain: one row a township: the pairings of the asked unit's children in the year of `as_of` until its day, how many of
-- them began and ended in it, and both together for each 100 pairings that were in force on any day of it
with years as (
    select
        township_id, started_on >= make_date(year($as_of), 1, 1) as is_begun,
        coalesce(ended_on <= cast($as_of as date), false) as is_ended
    from placed_pairings
    where (ended_on is null or ended_on >= make_date(year($as_of), 1, 1))
        and is_in_units($units, township_id, village, school)
),
counted as (
    select
        township_id, count(*) as pair_count, count(*) filter (where is_begun) as begun_count,
        count(*) filter (where is_ended) as ended_count
    from years
    group by township_id
)
select
    'turnover' as list, township_id, cast(null as varchar) as village, cast(null as varchar) as school,
    cast(null as hugeint) as child_id, cast(null as hugeint) as carer_name, cast(null as hugeint) as other_carer_name,
    cast([] as varchar[]) as reasons, 100.0 * (begun_count + ended_count) / pair_count as weight,
    cast(null as hugeint) as tie, pair_count, begun_count, ended_count,
    round(100.0 * (begun_count + ended_count) / pair_count, 1) as turnover
from counted
