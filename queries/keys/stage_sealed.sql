create or replace temp table staged_sealed (identity hugeint, sealed blob);
