create or replace temp table own_identities (child_id hugeint, identity hugeint);
