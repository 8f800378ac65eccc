-- The tables of an archive: what the ledger of duties reads of the registers, with nothing of a person in it (docs/evaluation.md,
-- Archive). A column that no input fills is named by a statement and decides nothing.
create type census_sex as enum ('male', 'female');
create type files_schooling as enum ('in_school', 'kindergarten', 'not_enrolled', 'dropped_out');
create type pairings_carer_kind as enum ('cadre', 'teacher', 'volunteer', 'elder', 'proxy_parent', 'other');
create type contacts_kind as enum ('talk', 'visit', 'call', 'home_visit', 'parent_feedback');
create type contacts_by_role as enum ('class_teacher', 'teacher', 'carer', 'cadre', 'other');
create type enrolments_reason as enum ('transfer', 'dropout', 'graduation');
create table townships (township_id varchar not null);
create table schools (township_id varchar not null, name varchar not null);
create table policy (
    age_limit integer not null, min_months_out integer not null,
    notify_guardian_minutes integer not null, notify_parents_minutes integer not null,
    report_authority_minutes integer not null, police_report_minutes integer not null, legal_aid_days integer not null
);
create table policy_situations (situation varchar not null);
create table policy_talk_months (month integer not null);
create table batch_registers (
    township_id varchar not null, register varchar not null, is_new boolean not null, received_at timestamp not null
);
create table census_children (
    child_id hugeint not null, township_id varchar not null, village varchar, school varchar, sex census_sex, birth_date date,
    situation varchar, left_behind_from date, left_behind_to date, care_level integer
);
create table current_files (
    child_id hugeint, opened_on date,
    parent_name boolean, home_address boolean, parent_phone boolean, work_address boolean, work_phone boolean,
    guardian_name boolean, guardian_occupation boolean, guardian_address boolean, guardian_phone boolean,
    guardian_health boolean, guardian_age boolean,
    schooling files_schooling, immunised boolean, in_need boolean, guardian_trained_on date
);
create table current_pairings (
    child_id hugeint, carer_name hugeint, carer_kind pairings_carer_kind, started_on date, ended_on date
);
create table current_contacts (
    child_id hugeint, kind contacts_kind, happened_on date, by_name hugeint, by_role contacts_by_role
);
create table known_incidents (
    township_id varchar not null, incident_id varchar not null, child_id hugeint, kind varchar not null,
    occurred_at timestamp not null, guardian_notified_at timestamp, parents_notified_at timestamp,
    education_reported_at timestamp, township_reported_at timestamp, police_reported_at timestamp
);
create table current_incidents (police_reported_at timestamp);
create table current_enrolments (
    township_id varchar not null, child_id hugeint, enrolled_on date, left_on date, reason enrolments_reason
);
create table current_legal_cases (
    township_id varchar not null, case_id varchar not null, child_id hugeint, opened_on date, eligible boolean, aided_on date
);
create table current_checkups (child_id hugeint, checked_on date);
create table current_homes (
    township_id varchar not null, home_id varchar not null, name varchar, village varchar, school varchar, opened_on date,
    has_sign boolean, has_place boolean, has_equipment boolean, has_staff boolean,
    has_files boolean, has_plan boolean, has_ledger boolean, has_funding boolean
);
create table current_activities (
    township_id varchar, home_id varchar, held_on date, principal_present boolean, reported boolean
);
create table current_plans (child_id hugeint, made_on date);
create table current_assistance (child_id hugeint, paid_on date);
create table current_school_links (township_id varchar not null, school varchar, since date);
create table checked_claims (
    duty varchar not null, township_id varchar not null, subject varchar not null, stratum varchar not null,
    share varchar not null, inclusion double not null, result varchar not null
);
