-- grain: one row a state, and of gaps that are known one a bin of 7 days (the last holds all beyond `$bins`): days between
-- two successive days of talks of a child that is owed one in `$period`, where the later lies in it; the earlier may lie
-- before. `single`: a child with one day of talks so far, `never`: with none.
with owed as (
    select distinct cast(subject_id as hugeint) as child_id
    from ledger
    where period_within(period, $period)
        and ($level <> 'village' or village is not null)
        and ($level <> 'school' or school is not null)
        and (
            $unit = '' or $unit = (select code from county) or township_id = $unit
            or township_id || '/' || village = $unit or township_id || '/' || school = $unit
        )
),
-- distinct: two townships may both hold a talk, and two talks of one day are no gap
talk_days as (
    select distinct child_id, happened_on
    from current_contacts
    semi join owed using (child_id)
    where kind = 'talk' and by_role = 'class_teacher' and happened_on <= cast($as_of as date)
),
gaps as (
    select
        strftime(happened_on, '%Y-%m') as month,
        date_diff('day', lag(happened_on) over (partition by child_id order by happened_on), happened_on) as days
    from talk_days
),
talked as (
    select child_id, count(happened_on) as n
    from owed
    left join talk_days using (child_id)
    group by child_id
),
measured as (
    select 'known' as state, days as value, least($bins + 1, cast(ceil(days / 7) as integer)) as bin
    from gaps
    where days is not null and period_within(month, $period)
    union all
    select if(n = 0, 'never', 'single'), null, null
    from talked
    where n <= 1
),
spread as (
    select quantile_disc(value, 0.1) as p10, quantile_disc(value, 0.5) as p50, quantile_disc(value, 0.9) as p90
    from measured
    where state = 'known'
)
select state, bin, count(*) as n, p10, p50, p90, cast(null as integer) as deadline
from measured
cross join spread
group by all
order by state, bin;
