-- A change shows from a local time on; without one, at every instant.
insert into state_changes values ($shows_from_at);
