delete from county;
delete from townships;
delete from villages;
delete from schools;
delete from policy;
delete from policy_situations;
delete from policy_talk_months;
delete from policy_days_off;
delete from settings where name = 'config';
