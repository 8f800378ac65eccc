-- grain: no row: of this list every row says itself what is missing
select cast(null as hugeint) as child_id, cast(null as varchar[]) as missing
where false
