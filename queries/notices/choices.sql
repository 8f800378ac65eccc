-- grain: one account that chose what it wants to be told
select name, kinds, units, channels, address_sealed
from notice_choices
order by name;
