-- grain: one row a change that a reader can tell apart: from when on it shows, null: at every instant
select shows_from from state_changes;
