-- `step`: drawn, revealed, closed or cancelled
update inspections
set
    drawn_at = if($step = 'drawn', cast($happened_at as timestamp), drawn_at),
    revealed_at = if($step = 'revealed', cast($happened_at as timestamp), revealed_at),
    closed_at = if($step = 'closed', cast($happened_at as timestamp), closed_at),
    cancelled_at = if($step = 'cancelled', cast($happened_at as timestamp), cancelled_at)
where inspection_id = $inspection_id;
