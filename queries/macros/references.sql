-- grain: one row a place that holds the key of an identity; an identity to which nothing refers is not kept
create or replace macro identity_references() as table (
    select child_id as identity from census_rows
    union all select name from census_rows
    union all select child_id from files_rows
    union all select parent_name from files_rows
    union all select home_address from files_rows
    union all select parent_phone from files_rows
    union all select work_address from files_rows
    union all select work_phone from files_rows
    union all select guardian_name from files_rows
    union all select guardian_address from files_rows
    union all select guardian_phone from files_rows
    union all select child_id from pairings_rows
    union all select carer_name from pairings_rows
    union all select carer_phone from pairings_rows
    union all select child_id from contacts_rows
    union all select by_name from contacts_rows
    union all select child_id from incidents_rows
    union all select outcome from incidents_rows
    union all select child_id from live_incidents
    union all select value from findings
);
