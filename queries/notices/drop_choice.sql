delete from notice_choices where name = $name;
