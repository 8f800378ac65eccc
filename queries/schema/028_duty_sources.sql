-- The clause that asks for a duty in English, beside the Chinese one. The catalogue is written anew whenever the warehouse opens.
alter table duties add column source_en varchar;
