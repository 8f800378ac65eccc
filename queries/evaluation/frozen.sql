-- grain: one frozen year, with the digest that its proposal had; none: it is not frozen
select freeze_id, results, digest, archive_sha256, archive_bytes, fingerprint
from evaluation_frozen
inner join (select freeze_id, digest from evaluation_freezes) using (freeze_id)
where year = $year;
