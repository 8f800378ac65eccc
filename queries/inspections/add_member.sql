insert into inspection_team values ($inspection_id, $account, $ties);
