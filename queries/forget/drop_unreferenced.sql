delete from identities
where identity not in (select identity from identity_references where identity is not null);
