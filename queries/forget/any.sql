-- grain: one row; how many children's identities were erased
select count(*) as forgotten_count from forgotten;
