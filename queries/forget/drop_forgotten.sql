delete from identities
where identity in (select child_id from forgotten);
