-- Inspections: what was drawn and how, what the record claimed, what was found (docs/inspections.md). Nothing here is changed
-- by a load, and readers of figures see nothing of it before an inspection is closed.
create table inspections (
    -- ten letters drawn at random: no gap in a numbering tells of an unannounced one
    inspection_id varchar not null, title varchar not null,
    -- announced, unannounced
    kind varchar not null, starts_on date not null, ends_on date not null,
    -- units in scope; the whole county: its code
    units varchar[] not null,
    -- how many in each stratum by kind of subject, as JSON {"child": 2}
    random_share varchar not null, risk_share varchar not null,
    -- what the record is read at
    as_of_at timestamp not null,
    frame_hash varchar not null, commitment varchar not null,
    created_at timestamp not null, created_by varchar not null,
    drawn_at timestamp, revealed_at timestamp, closed_at timestamp, cancelled_at timestamp
);
create table inspection_team (inspection_id varchar not null, account varchar not null, ties varchar[] not null);
-- The frame as it was committed to, one row a subject that could be drawn; `subject` is a child's key as a number.
create table inspection_frame (
    inspection_id varchar not null, kind varchar not null, subject varchar not null, child_id hugeint,
    township_id varchar not null, place varchar, risk tinyint not null
);
create table inspection_samples (
    inspection_id varchar not null, sample_id integer not null, kind varchar not null, subject varchar not null,
    child_id hugeint, township_id varchar not null, village varchar, school varchar, stratum varchar not null,
    -- random, risk, second_visit (of an order: in no rate)
    share varchar not null, inclusion double not null, risk tinyint not null
);
-- Who goes where: drawn too.
create table inspection_places (
    inspection_id varchar not null, township_id varchar not null, place varchar, account varchar not null
);
-- What the record claimed of a drawn subject when it was drawn: a row of the ledger. Only what it claims done enters a rate.
create table inspection_claims (
    inspection_id varchar not null, claim_id integer not null, sample_id integer not null,
    duty varchar not null, item varchar not null, period varchar not null, status varchar not null,
    due_at timestamp, met_at timestamp
);
-- One row a telling of what was found, never changed. `stands`: whether it is what is held to be found; of a claim that two
-- told differently without knowing of each other the first stands until one of them is chosen (`settled_at`).
create table inspection_findings (
    finding_id varchar not null, inspection_id varchar not null, claim_id integer not null, version integer not null,
    -- confirmed, not_confirmed, contradicted, unchecked
    result varchar not null, stands boolean not null, is_conflict boolean not null,
    found_at timestamp not null, found_by varchar not null, device_id varchar, sequence integer, received_at timestamp not null,
    latitude double, longitude double, accuracy_m double,
    settled_at timestamp, settled_by varchar
);
create table inspection_photos (
    photo_id varchar not null, finding_id varchar not null, inspection_id varchar not null,
    taken_at timestamp not null, device_id varchar, received_at timestamp not null, sha256 varchar not null
);
-- A telephone or a browser that took a worksheet along; it shows the token whose hash stands here.
create table inspection_devices (
    device_id varchar not null, inspection_id varchar not null, account varchar not null, name varchar not null,
    token_hash varchar not null, taken_at timestamp not null, seen_at timestamp not null, revoked_at timestamp, revoked_by varchar
);
-- An order to mend what was found (限期整改) and all that happened to it; its words are sealed.
create table inspection_orders (
    order_id varchar not null, inspection_id varchar not null, claim_id integer not null, unit_id varchar not null,
    owner varchar not null, due_on date not null, issued_at timestamp not null, issued_by varchar not null
);
create table inspection_order_events (
    event_id varchar not null, order_id varchar not null,
    -- issued, reminded, proof, accepted, returned, second_visit
    kind varchar not null, happened_at timestamp not null, happened_by varchar not null
);
-- What an inspected unit replies; never changed.
create table inspection_replies (
    reply_id varchar not null, inspection_id varchar not null, unit_id varchar not null,
    written_at timestamp not null, written_by varchar not null
);
-- Every text and picture that somebody wrote or took, and the seed until it is opened: sealed, bound to its own id.
-- `child_id`: whom it is about; it goes with the child's identity (`forget`).
create table inspection_sealed (
    item_id varchar not null, inspection_id varchar not null, child_id hugeint, sealed blob not null
);
