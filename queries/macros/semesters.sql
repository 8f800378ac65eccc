-- The semester of a day of the year in which both semesters start: null in January, February and August.
create or replace macro season_of(day) as (
    case when month(day) between 3 and 7 then 'spring' when month(day) >= 9 then 'autumn' end
);
