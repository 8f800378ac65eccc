insert into batches values ($batch_id, $township_id, $received_at, $state, $message);
