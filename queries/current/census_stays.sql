-- grain: one row a township and child that its census has held at any time up to `as_of`: what its last row said, and when
-- it was last there (null: it is there at `as_of`)
select
    township_id, child_id, max_by(birth_date, from_at) as birth_date, max_by(village, from_at) as village,
    max_by(school, from_at) as school, max_by(left_behind_to, from_at) as left_behind_to,
    if(bool_or(to_at is null or to_at > $as_of), null, max(to_at)) as gone_at
from census_rows
where from_at <= $as_of and child_id is not null
group by township_id, child_id
