-- grain: one row a day of which a question was answered, with the state that it was answered of
select day, state from kept_figures where question = $question;
