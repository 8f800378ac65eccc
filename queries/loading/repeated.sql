-- grain: one row a staged row that does not stand, because a later or equal one of the same key does (registers.md, The
-- registers): `duplicate` equals the last that stood before it; `superseded` is followed by one that differs.
with repeated_keys as (
    select {{key}}
    from staged_{{register}}
    group by {{key}}
    having count(*) > 1
),
candidates as (
    select staged.*, row({{columns:staged.*}}) as content
    from staged_{{register}} as staged
    inner join repeated_keys on {{key:repeated_keys.* is not distinct from staged.*| and }}
),
compared as (
    select *, lag(content) over (partition by {{key}} order by row_number) is not distinct from content as is_duplicate
    from candidates
),
standing as (
    select *, row_number() over (partition by {{key}} order by row_number desc) as from_last
    from compared
    where not is_duplicate
)
select row_number, {{first_key}} as key_value, 'duplicate' as outcome
from compared
where is_duplicate
union all
select row_number, {{first_key}} as key_value, 'superseded' as outcome
from standing
where from_last > 1
order by row_number;
