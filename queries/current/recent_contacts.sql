-- grain: one row a township and child with a contact in the twelve months up to the day of `as_of`
select distinct township_id, child_id
from current_contacts
where happened_on > cast(cast($as_of as date) - interval 12 month as date) and happened_on <= cast($as_of as date)
