update identities
set sealed = staged_sealed.sealed
from staged_sealed
where identities.identity = staged_sealed.identity;
