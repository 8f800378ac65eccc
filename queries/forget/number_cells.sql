-- grain: one row a text that stood where a number should, and was none
select distinct findings.value, identities.sealed
from findings
inner join identities on identities.identity = findings.value
where findings.field = 'child_id' and identities.kind = 'cell';
