-- grain: one row: the first day of the last semester that is over on the day of `as_of` (spring ends in July, autumn in
-- January): what is owed once a semester is judged from there on, so that nobody lacks it on a semester's first day
select case
    when month($as_of) >= 8 then make_date(year($as_of), 3, 1)
    when month($as_of) >= 2 then make_date(year($as_of) - 1, 9, 1)
    else make_date(year($as_of) - 1, 3, 1)
end as first_on
