-- grain: one row of what a township told of in its {{register}} register until `known_at`: what stands, and of each year whose
-- book was put away for a later year's what stood in it to the end
with standing as (
    select *
    from {{register}}_rows
    where from_at <= $known_at and (to_at is null or to_at > $known_at)
),
told as (
    select *, year({{event}}) as book_year
    from {{register}}_rows
    where from_at <= $known_at and year({{event}}) < year(cast($known_at as timestamp))
),
-- By township and year the batch that took most of the rows away.
taken as (
    select township_id, book_year, to_at, count(*) as taken_count
    from told
    where to_at <= $known_at
    group by township_id, book_year, to_at
    qualify row_number() over (partition by township_id, book_year order by taken_count desc, to_at desc) = 1
),
-- It put the year's book away where it left less than half of it: neither mended it nor took some rows back.
put_away as (
    select township_id, book_year, taken.to_at
    from taken join told using (township_id, book_year)
    where year(taken.to_at) > book_year
        and township_id in (select township_id from standing where year({{event}}) > book_year)
    group by township_id, book_year, taken.to_at
    having 2 * count(*) filter (told.from_at <= taken.to_at and (told.to_at is null or told.to_at > taken.to_at))
        < count(*) filter (told.from_at < taken.to_at and (told.to_at is null or told.to_at >= taken.to_at))
),
ended as (
    select told.* exclude (book_year)
    from told join put_away using (township_id, book_year, to_at)
)
select * from standing
union all
-- What the new book tells of again stands as it does there.
select ended.*
from ended anti join standing using (township_id, {{key}})
