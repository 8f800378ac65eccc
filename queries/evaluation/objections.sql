-- grain: one objection to a score of a year and how it stands, open ones first, then the latest; of one (`$objection_id`) or all
with told as (
    select
        objection_id, arg_max(kind, number) as state, min(happened_at) as made_at, arg_min(happened_by, number) as made_by,
        to_json(list({
            event_id: event_id, kind: kind, happened_at: strftime(happened_at, '%Y-%m-%dT%H:%M:%S'),
            happened_by: happened_by, scheme_version: scheme_version
        } order by number)) as events
    from evaluation_objection_events
    group by objection_id
),
files as (
    select
        objection_id,
        to_json(list({file_id: file_id, media_type: media_type, byte_count: byte_count} order by number)) as files
    from evaluation_objection_files
    group by objection_id
)
select
    made.objection_id, made.township_id, made.kind, made.item, made.as_of_at, made.scheme_version, made.about,
    told.state, told.made_at, told.made_by, told.events, coalesce(files.files, '[]') as files
from evaluation_objections as made
inner join told using (objection_id)
left join files using (objection_id)
where made.year = $year and ($objection_id = '' or made.objection_id = $objection_id)
order by told.state <> 'made', told.made_at desc, made.objection_id;
