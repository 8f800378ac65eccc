-- grain: one row a child of `page`; `missing` says which of the three ones of the page's semester it lacks
with asked as (
    select *
    from semesters
    where period in (select period from page)
),
done as (
    select child_id, bit_or(bit) as bits
    from three_kinds
    where happened_on between (select first_on from asked) and (select until_on from asked)
        and child_id in (select child_id from page)
    group by child_id
)
select
    child_id,
    list_filter(
        [
            if(coalesce(done.bits, 0) & 1 = 0, 'visit', null), if(coalesce(done.bits, 0) & 2 = 0, 'call', null),
            if(coalesce(done.bits, 0) & 4 = 0, 'home_visit', null)
        ],
        lambda kind: kind is not null
    ) as missing
from page
left join done using (child_id)
