-- grain: the figures of a day and question, where they were computed of the state that stands
select figures from kept_figures where day = cast($day as date) and question = $question and state = $state;
