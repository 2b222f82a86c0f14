-- 0014 vouching: whoever opens an account that an admin made reads nothing that was somebody's own before.
--
-- Why       Who makes somebody's first user sees the invitation, or names the address that an identity provider vouches for, and
--           could be the first to come in. So such a user, and keys that it makes, read of sheets, pulses and wishes what was
--           written through it, until an operator has made sure whose it is. Users that operators make read everything.
-- Sheets    of those who are asked elsewhere are brought by programs and folders, at any time: they are not the account's either.
-- Locks     access exclusive on four tables while columns with constants are added: milliseconds.
-- Check     Tests/APITests/Access/VouchingTests.swift comes in first and looks for what the person wrote.

-- migrate:up

-- Since when whoever is signed in has written themselves what they may read; null when all of it is theirs.
create function rapport.context_reads_since() returns timestamptz
    language sql stable parallel safe
    return nullif(current_setting('rapport.reads_since', true), '')::timestamptz;

alter table rapport.app_user add column reads_since timestamptz;
comment on column rapport.app_user.reads_since is
    'Null when an operator has made sure whose it is; else when an admin made it.';
alter table rapport.api_key add column reads_since timestamptz;
comment on column rapport.api_key.reads_since is 'Of the user who made it.';
grant update (reads_since) on rapport.api_key to rapport_batch;

alter table rapport.sheet add column by_rater boolean not null default false;
comment on column rapport.sheet.by_rater is
    'Whether its rater answered it here, signed in; programs and folders bring the others.';

create policy sheet_is_read_by_whoever_wrote_it on rapport.sheet
    as restrictive for select to rapport_app
    using (
        rapport.context_reads_since() is null
        or by_rater and recorded_at >= rapport.context_reads_since());
create policy pulse_is_read_by_whoever_wrote_it on rapport.pulse
    as restrictive for select to rapport_app
    using (rapport.context_reads_since() is null or recorded_at >= rapport.context_reads_since());
create policy preference_is_read_by_whoever_wrote_it on rapport.preference
    as restrictive for select to rapport_app
    using (rapport.context_reads_since() is null or recorded_at >= rapport.context_reads_since());
create policy api_key_reads_no_more_than_its_maker on rapport.api_key
    as restrictive for insert to rapport_app
    with check (
        current_user <> 'rapport_app' or rapport.context_reads_since() is null
        or reads_since >= rapport.context_reads_since());
