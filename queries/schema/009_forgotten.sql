-- Children whose identity was erased: their rows stay and count, what would open stays closed. reason: asked · aged_out;
-- who aged out is known again when a township's census brings them again, who asked is not.
create table forgotten (child_id hugeint not null, reason varchar not null, forgotten_at timestamp not null);
-- The keys under which their own texts would come back as cells of rejected rows.
create table forgotten_cells (child_id hugeint not null, cell hugeint not null, is_number boolean not null);
