-- grain: one row a duty of the catalogue, with its target as the config says
select code, zh, en, family, subject, period, target, source, sentence, sentence_en, source_en
from duties
order by position;
