-- The catalogue as the files say it; the config's target is put in afterwards.
insert or replace into duties (code, position, zh, en, family, subject, period, target, source, source_en, sentence, sentence_en)
values ($code, $position, $zh, $en, $family, $subject, $period, $target, $source, $source_en, $sentence, $sentence_en);
