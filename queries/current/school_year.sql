-- grain: one row: the first day of the school year of `as_of`
select make_date(year($as_of) - if(month($as_of) < 9, 1, 0), 9, 1) as first_on
