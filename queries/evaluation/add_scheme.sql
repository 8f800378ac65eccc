insert into evaluation_schemes values ($year, $version, $saved_at, $saved_by, $reason, $scheme);
