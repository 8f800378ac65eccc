-- grain: one of some orders, with what is sealed of it: the number and last name of its child, and what was written.
-- Apart from orders/all, since that is asked where orders are only counted, and this reads everybody's names.
with about as (
    select made.order_id, sample.child_id
    from inspection_orders as made
    inner join inspection_claims as claim using (inspection_id, claim_id)
    inner join inspection_samples as sample using (inspection_id, sample_id)
    where list_contains($order_ids, made.order_id)
),
named as (
    select child_id, arg_max(name, from_at) as name
    from census_rows
    where child_id in (select child_id from about)
    group by child_id
)
select
    about.order_id, child.sealed as sealed_id, named.name, naming.sealed as sealed_name, words.sealed as sealed_words
from about
left join named on named.child_id = about.child_id
left join identities as child on child.identity = about.child_id
left join identities as naming on naming.identity = named.name
left join inspection_sealed as words on words.item_id = about.order_id;
