-- grain: one row a child of the ledger whose three ones of `$semester`, or of the last one that has begun, are pending or missed;
-- `missing` says which
with latest as (
    select *
    from semesters
    order by period = $semester desc, first_on desc
    limit 1
),
done as (
    select child_id, list_distinct(list(cast(kind as varchar))) as kinds
    from current_contacts
    where kind in ('visit', 'call', 'home_visit')
        and happened_on between (select first_on from latest) and (select until_on from latest)
    group by child_id
)
select
    'three_ones' as list, duty, subject_id, try_cast(subject_id as hugeint) as child_id, ledger.township_id, ledger.village, ledger.school, ledger.period, due_at, status,
    list_filter(
        ['visit', 'call', 'home_visit'], lambda kind: not list_contains(coalesce(done.kinds, []), kind)
    ) as missing
from ledger
left join done on done.child_id = try_cast(ledger.subject_id as hugeint)
where duty = 'three_ones' and status in ('pending', 'missed') and ledger.period = (select period from latest)
