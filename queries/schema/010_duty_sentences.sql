-- A duty's definition in English, beside the Chinese one. The catalogue is written anew whenever the warehouse opens.
alter table duties add column sentence_en varchar;
