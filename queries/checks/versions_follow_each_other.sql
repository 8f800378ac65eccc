-- grain: one row a version that ends before it begins
with versions as (
    select 'census' as register, from_at, to_at from census_rows
    union all
    select 'files', from_at, to_at from files_rows
    union all
    select 'pairings', from_at, to_at from pairings_rows
    union all
    select 'contacts', from_at, to_at from contacts_rows
    union all
    select 'incidents', from_at, to_at from incidents_rows
)
select register, from_at, to_at
from versions
where to_at < from_at;
