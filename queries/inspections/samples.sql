-- grain: one drawn subject, with what of a child is sealed and what the present record says of who looks after it
with sample as (
    select *
    from inspection_samples
    where inspection_id = $inspection_id
),
named as (
    select child_id, name, guardian_name
    from (
        select
            census.child_id, census.name, files.guardian_name,
            row_number() over (
                partition by census.child_id order by census.to_at is not null, census.from_at desc, files.to_at is not null, files.from_at desc
            ) as place
        from census_rows as census
        left join files_rows as files using (child_id)
        where census.child_id in (select child_id from sample)
    )
    where place = 1
),
-- the pair that the record had when it was drawn: nothing that was written in afterwards
paired as (
    select
        child_id, arg_max(carer_name, started_on) as carer_name, arg_max(carer_phone, started_on) as carer_phone,
        arg_max(cast(carer_kind as varchar), started_on) as carer_kind, max(started_on) as paired_on
    from pairings_rows
    where from_at <= $as_of_at and (to_at is null or to_at > $as_of_at) and ended_on is null
        and child_id in (select child_id from sample)
    group by child_id
),
places as (
    select inspection_id, township_id, place, list(account order by account) as accounts
    from inspection_places
    where inspection_id = $inspection_id
    group by all
)
select
    sample.sample_id, sample.kind, sample.subject, sample.child_id, sample.township_id, townships.name as township,
    sample.village, sample.school, sample.stratum, sample.share, sample.inclusion, sample.risk,
    coalesce(places.accounts, []) as accounts,
    child.sealed as sealed_id, named.name, naming.sealed as sealed_name,
    named.guardian_name, guardian.sealed as sealed_guardian,
    paired.carer_name, carer.sealed as sealed_carer, paired.carer_phone, phone.sealed as sealed_phone, paired.carer_kind,
    paired.paired_on
from sample
left join townships using (township_id)
left join places on places.township_id = sample.township_id
    and places.place is not distinct from coalesce(sample.school, sample.village)
left join named on named.child_id = sample.child_id
left join paired on paired.child_id = sample.child_id
left join identities as child on child.identity = sample.child_id
left join identities as naming on naming.identity = named.name
left join identities as guardian on guardian.identity = named.guardian_name
left join identities as carer on carer.identity = paired.carer_name
left join identities as phone on phone.identity = paired.carer_phone
order by sample.township_id, coalesce(sample.school, sample.village) nulls last, sample.kind, sample.sample_id;
