insert into hold_decisions values ($township_id, $register, $batch_id, $sha256, $decision, $decided_at);
