-- A reader could see something new.
update state set version = version + 1;
