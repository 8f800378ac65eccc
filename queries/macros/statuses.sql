-- A duty is judged when its time is over (duties.md). `is_open`: the time still runs; `done`: null when not done.
create or replace macro duty_status(done, due_at, is_open) as (
    case
        when is_open then if(done is null, 'pending', 'ahead')
        when done is null then 'missed'
        when done <= due_at then 'met'
        else 'late'
    end
);
-- The last moment of a day.
create or replace macro end_of(day) as (cast(day as timestamp) + interval 1 day - interval 1 second);
-- A time after `as_of`, or before the incident occurred, counts as not there (duties.md).
create or replace macro time_given(told_at, occurred_at, as_of) as (
    case when told_at >= occurred_at and told_at <= as_of then told_at end
);
