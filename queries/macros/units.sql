-- Whether a row lies in one of the asked units (ids as the API writes them); none asked: in the county. The county's own code is
-- never among them: a look into its table here would keep the engine from cutting a list before it is joined.
create or replace macro is_in_units(units, township, place_village, place_school) as (
    len(units) = 0
    or list_contains(units, township)
    or list_contains(units, township || '/' || place_village)
    or list_contains(units, township || '/' || place_school)
);
-- Whether any of the asked units lies in a township; none asked: every one does.
create or replace macro is_in_townships_of(units, township) as (
    len(units) = 0 or list_contains(list_transform(units, lambda unit: split_part(unit, '/', 1)), township)
);
