insert into policy_talk_months
values ($month);
