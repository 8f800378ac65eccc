insert into policy_carer_kinds
values ($carer_kind);
