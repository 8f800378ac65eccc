delete from identities
where identity in (select child_id from forgotten)
    or identity not in (select identity from identity_references where identity is not null);
