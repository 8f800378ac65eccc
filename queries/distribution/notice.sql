-- grain: one row a state, and of times that are known one a bin of a thirtieth of the deadline (the last holds all beyond
-- `$bins`): seconds from an incident until told. A bin holds its own upper end, as a time on the deadline is in time.
-- `running`: not told and not yet due; `none`: no time given; `impossible`: told before it occurred.
with asked as (
    select *
    from ledger
    where period_within(period, $period)
        and ($level <> 'village' or village is not null)
        and ($level <> 'school' or school is not null)
        and is_in_units($units, township_id, village, school)
),
limits as (
    select {{minutes}} as deadline
    from policy
),
timed as (
    select
        case
            when {{told:incident.* < incident.occurred_at| or }} then 'impossible'
            when asked.met_at is not null then 'known'
            when asked.status = 'pending' then 'running'
            else 'none'
        end as state,
        epoch(asked.met_at) - epoch(incident.occurred_at) as seconds
    from asked
    inner join incident_units as incident
        on incident.incident_id = asked.subject_id and incident.township_id = asked.township_id
),
measured as (
    select
        state,
        if(state = 'known', seconds / 60, null) as value,
        if(
            state = 'known',
            -- whole numbers are divided once, so that a time on the deadline is not beyond it by rounding
            least($bins + 1, greatest(1, cast(ceil(seconds * 30 / (deadline * 60)) as bigint))),
            null
        ) as bin
    from timed
    cross join limits
),
spread as (
    select quantile_disc(value, 0.1) as p10, quantile_disc(value, 0.5) as p50, quantile_disc(value, 0.9) as p90
    from measured
    where state = 'known'
)
select limits.deadline, state, bin, count(state) as n, p10, p50, p90
from limits
cross join spread
left join measured on true
group by all
order by state, bin;
