-- How a care level is computed (docs/operating.md, Care level): each fact of an aspect adds points or is a level by itself
-- (1: it is none); so many points are level 2, 3 and 4.
create table care_rules (
    position integer not null, aspect varchar not null, fact varchar not null, points integer not null, level integer not null
);
create table care_levels (level integer not null, points integer not null);
