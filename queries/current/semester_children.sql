-- grain: one row a child and semester in which it is left behind throughout, until `as_of` where it still runs, and under age
-- (duties.md, three_ones)
select
    child.child_id, child.township_id, child.village, child.school, semester.period, semester.first_on, semester.until_on,
    semester.last_on
from children as child
inner join semesters as semester
    on child.left_behind_from <= semester.first_on
    and (child.left_behind_to is null or child.left_behind_to > semester.until_on)
    and child.birth_date > semester.born_after_on
