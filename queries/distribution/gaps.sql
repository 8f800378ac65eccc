-- grain: one row a state, and of gaps that are known one a bin of 7 days (the last holds all beyond `$bins`): days between
-- two successive days of talks of a child that is owed one in `$period`, where the later lies in it; the earlier may lie
-- before. `single`: a child with one day of talks so far, `never`: with none.
with owed as (
    select distinct child_id
    from ledger
    where period_within(period, $period)
        and ($level <> 'village' or village is not null)
        and ($level <> 'school' or school is not null)
        and is_in_units($units, township_id, village, school)
),
talked as (
    select child_id, list_sort(list(happened_on)) as days
    from class_talks
    semi join owed using (child_id)
    group by child_id
),
successive as (
    select unnest(days[:-2]) as earlier, unnest(days[2:]) as later
    from talked
),
gaps as (
    select earlier, later, last_day(later) as month
    from successive
    -- two townships may both hold a talk, and two talks of one day are no gap
    where earlier < later
),
months as (
    select distinct month
    from gaps
),
measured as (
    select 'known' as state, date_diff('day', earlier, later) as value
    from gaps
    inner join months using (month)
    where period_within(strftime(month, '%Y-%m'), $period)
    union all
    select if(days is null, 'never', 'single'), null
    from owed
    left join talked using (child_id)
    where days is null or days[1] = days[-1]
),
spread as (
    select quantile_disc(value, 0.1) as p10, quantile_disc(value, 0.5) as p50, quantile_disc(value, 0.9) as p90
    from measured
    where state = 'known'
),
binned as (
    select state, least($bins + 1, cast(ceil(value / 7) as integer)) as bin, count(*) as n
    from measured
    group by all
)
select state, bin, n, p10, p50, p90, cast(null as integer) as deadline
from binned
cross join spread
order by state, bin;
