-- grain: one row of one register: how many of its rows went between two instants, and how many came. The fewer are joined to the
-- more: the first batch comes with a million where nothing goes, and with a new year's book as many go.
select
    count(*) filter (where from_at <= $from_at and to_at > $from_at and to_at <= $to_at) as gone_count,
    count(*) filter (where from_at > $from_at and from_at <= $to_at and (to_at is null or to_at > $to_at)) as come_count
from {{register}}_rows
where len($townships) = 0 or list_contains($townships, township_id);
