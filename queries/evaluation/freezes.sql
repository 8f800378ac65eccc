-- grain: one proposal to freeze a year, the newest first, and how it ended (null: it stands)
select
    freeze_id, number, as_of_at as as_of, known_at, scheme_version, seed, digest, proposed_by, proposed_at,
    ending.kind as end_kind, ending.ended_by, ending.ended_at, ending.reason
from evaluation_freezes
left join evaluation_freeze_ends as ending using (freeze_id)
where year = $year
order by number desc;
