-- grain: one claim that a closed inspection of the year checked, as the archive has it
select duty, township_id, subject, stratum, share, inclusion, result
from checked_claims
order by duty, township_id, stratum, subject, result;
