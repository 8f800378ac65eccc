-- grain: one row of the ledger of duties with a list each that is still to do: of a state all that is missed, of a month those of
-- `$talk_period`, of a semester those of `$semester` or of the last one that has begun, of cases and incidents all that is
-- not done; `missing` is the duty itself, or the one of several things that the row is about (a home's standard)
select
    duty as list, duty, subject_id, child_id, township_id, village, school, period, due_at, status,
    [if(subject_kind = 'standard', 'home_' || split_part(subject_id, '/', -1), duty)] as missing
from to_do
where duty in ({{duties:'*'}}) and status in ('pending', 'missed')
    and case
        when period = 'state' or subject_kind in ('case', 'incident') then true
        when period like '____-__' then period_within(period, $talk_period)
        else period = (select period from semesters order by period = $semester desc, first_on desc limit 1)
    end
