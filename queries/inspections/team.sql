-- grain: one member of the team of an inspection, or (`$inspection_id` empty) of every inspection
select inspection_id, account, ties
from inspection_team
where $inspection_id = '' or inspection_id = $inspection_id
order by inspection_id, account;
