insert into evaluation_freezes
values ($freeze_id, $year, $number, $judged_at, $known_at, $scheme_version, $seed, $digest, $proposed_by, $proposed_at);
