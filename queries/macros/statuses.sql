-- A duty is judged when its time is over (duties.md). `is_open`: the time still runs; `done`: null when not done.
create or replace macro duty_status(done, due_at, is_open) as (
    case
        when is_open and done is not null then 'ahead'
        when is_open then 'pending'
        when done <= due_at then 'met'
        when done is not null then 'late'
        else 'missed'
    end
);
-- The last moment of a day.
create or replace macro end_of(day) as (cast(day as timestamp) + interval 1 day - interval 1 second);
