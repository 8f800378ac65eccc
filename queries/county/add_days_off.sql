insert into policy_days_off
values (cast($first_on as date), cast($last_on as date), $is_workday);
