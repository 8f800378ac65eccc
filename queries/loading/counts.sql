-- grain: one row; how many rows of the township's register stand now, and how many are staged
select
    (select count(*) from {{register}}_rows where township_id = $township_id and to_at is null) as standing_count,
    (select count(*) from staged_{{register}}) as staged_count;
