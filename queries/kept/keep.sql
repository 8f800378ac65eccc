-- Keeps the figures of a day and question; what was kept of another state goes.
insert into kept_figures values (cast($day as date), $question, $state, $figures)
on conflict (day, question) do update set state = excluded.state, figures = excluded.figures;
