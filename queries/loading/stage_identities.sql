create or replace temp table staged_identities (identity hugeint, position integer);
