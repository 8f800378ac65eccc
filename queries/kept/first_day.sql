-- grain: one row: the day from which on anything is known; null where nothing is
select cast(min(shows_from) as date) as first_day from state_changes;
