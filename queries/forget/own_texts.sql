-- grain: one row an identity that only forgotten children's rows named, and the children's own numbers
with own as (
    select child_id, child_id as identity
    from forgotten
    where child_id not in (select child_id from forgotten_cells where is_number)
    union
    select child_id, identity from own_identities where identity <> 0
),
elsewhere as (
    -- of these alone: all references together are many times the children
    select identity from identity_references where identity in (select identity from own)
)
select own.child_id, own.identity, identities.sealed, own.child_id = own.identity as is_number
from own
inner join identities on identities.identity = own.identity
where own.child_id = own.identity or own.identity not in (select identity from elsewhere);
