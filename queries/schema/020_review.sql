-- What the review asks of the policy (docs/operating.md): which departures from the census it shows, and who may look
-- after how many children.
alter table policy add column reconciliation_days integer default 60;
alter table policy add column max_children_per_carer integer default 5;
create table policy_carer_kinds (carer_kind varchar not null);
