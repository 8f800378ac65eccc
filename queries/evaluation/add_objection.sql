insert into evaluation_objections
values ($objection_id, $year, $township_id, $kind, $item, $as_of_at, $scheme_version, $about);
