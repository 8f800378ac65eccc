-- grain: one row; the config as the warehouse last saw it, in one text to compare
select value from settings where name = 'config';
