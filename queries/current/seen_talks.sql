-- grain: one row a talk of the year of `as_of` that stands in a township's register, whoever held it
select *
from seen_contacts
where kind = cast('talk' as contacts_kind) and gone_at is null
