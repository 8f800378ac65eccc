-- grain: one row a home for left-behind children that has opened by the day of `as_of`; a home whose day is not known has
select home_id, name, township_id, village, school, opened_on,
    has_sign, has_place, has_equipment, has_staff, has_files, has_plan, has_ledger, has_funding
from current_homes
where (opened_on is null or opened_on <= cast($as_of as date)) and township_id in (select township_id from townships)
