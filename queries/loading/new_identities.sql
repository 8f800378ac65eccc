-- grain: one row a staged identity that the dictionary does not hold yet
select staged.position
from staged_identities as staged
anti join identities using (identity);
