insert into policy_situations
values ($situation);
