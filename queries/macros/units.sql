-- Whether a row lies in one of the asked units (ids as the API writes them); none asked: in the county.
create or replace macro is_in_units(units, township, place_village, place_school) as (
    len(units) = 0
    or list_contains(units, township)
    or list_contains(units, township || '/' || place_village)
    or list_contains(units, township || '/' || place_school)
    or list_contains(units, (select code from county))
);
