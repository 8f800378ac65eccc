-- grain: one entry of the audit trail that says what was aged out of it
select detail
from audit_entries
where action = 'aged_out'
order by entry_id;
