-- Orders to mend (限期整改): who owns one and what is to be mended is sealed under the order's number, as
-- {"owner", "to_mend", "proof_wanted"}. The place of an event in its order, the day that a return gives anew, and where
-- a second visit is planned; whoever may not know of that inspection sees no such event.
alter table inspection_orders drop column owner;
alter table inspection_order_events add column number integer;
alter table inspection_order_events add column due_on date;
alter table inspection_order_events add column second_inspection_id varchar;
-- A picture or a document that was handed in as a proof: sealed under its own number, in base64.
create table inspection_order_files (
    file_id varchar not null, order_id varchar not null, event_id varchar not null, number integer not null,
    -- image/jpeg, image/png, application/pdf: by the first bytes, not by a name
    media_type varchar not null, byte_count integer not null, sha256 varchar not null
);
