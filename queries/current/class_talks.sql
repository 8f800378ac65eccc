-- grain: one row a class teacher's talk with a child that was held by the day of `as_of`, as it was known then
select child_id, happened_on, by_name
from current_contacts
-- against the type's own value: against a text every row's choice is first written as one
where kind = cast('talk' as contacts_kind) and by_role = cast('class_teacher' as contacts_by_role)
    and happened_on <= cast($as_of as date)
