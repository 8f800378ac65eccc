-- grain: one row a child with a class teacher's talk until `as_of`: the teacher who held the last one
-- materialized: yes
select child_id, max({'day': happened_on, 'by': by_name}).by as teacher_id
from current_contacts
where kind = 'talk' and by_role = 'class_teacher' and happened_on <= cast($as_of as date)
group by child_id
