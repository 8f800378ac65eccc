-- grain: one frozen year; none: it is not frozen
select freeze_id, results, archive_sha256, archive_bytes, fingerprint
from evaluation_frozen
where year = $year;
