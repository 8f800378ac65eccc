-- grain: one row an identity that is not sealed under the active data key, in the order of its key; a sealed text begins
-- with the number of its data key
select identity, sealed
from identities
where (sealed < $active_from or sealed >= $active_until) and ($is_first or identity > $after)
order by identity
limit $limit;
