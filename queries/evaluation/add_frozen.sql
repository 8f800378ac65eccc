insert into evaluation_frozen values ($year, $freeze_id, $results, $archive_sha256, $archive_bytes, $fingerprint);
