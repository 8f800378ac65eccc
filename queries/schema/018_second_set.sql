-- What the second set of duties needs besides its registers (duties.md, The second set).
alter table files_rows add column in_need boolean;
alter table policy add column min_months_out integer default 0;
alter table policy add column police_report_minutes integer default 120;
alter table policy add column legal_aid_days integer default 30;
