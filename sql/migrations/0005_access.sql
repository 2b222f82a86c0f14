-- 0005 access: who may see what.
--
-- Roles     A key or a user is an alliance's admin, a company's admin, a manager (of a company, or of one team of it), a
--           salesperson, an auditor, or a program with scopes.
-- Users     Sign in with a password (scrypt; the text says how it was made) or are known to an identity provider. Of
--           users a request sees the one who is signing in or who is signed in, and nobody else; operators see them all.
-- Sessions  A sign-in makes a session; the browser holds its secret, the table a digest. A session lives on its user or
--           its key: what they lose, it loses at once.
-- Locks     access exclusive on api_key while columns are added and checks exchanged: milliseconds.
-- Check     Tests/StorageTests/WallTests.swift looks through every wall without the first one.

-- migrate:up

-- The alliance that somebody wants to sign in to, by its key; null once a transaction has an alliance.
create function rapport.context_alliance_key() returns text
    language sql stable parallel safe
    return nullif(current_setting('rapport.alliance_key', true), '');

-- The user who is signing in, by name (an e-mail address); null when nobody is.
create function rapport.context_sign_in() returns text
    language sql stable parallel safe
    return nullif(current_setting('rapport.sign_in', true), '');

-- The user who is signed in; null for keys.
create function rapport.context_user() returns uuid
    language sql stable parallel safe
    return nullif(current_setting('rapport.user_id', true), '')::uuid;

-- People of one company whom one manager looks after.
create table rapport.team (
    alliance_id uuid not null,
    number integer not null,
    key text not null,
    name text not null,
    company integer not null,
    constraint team_pkey primary key (alliance_id, number),
    -- In its company only: what another company calls its teams must not show. Also serves the cascade from company.
    constraint team_key_is_unique_in_company unique (alliance_id, company, key),
    constraint team_company_fkey foreign key (alliance_id, company)
        references rapport.company (alliance_id, number) on delete cascade
);

-- The key says that nobody is in two teams.
create table rapport.team_member (
    alliance_id uuid not null,
    person integer not null,
    team integer not null,
    constraint team_member_pkey primary key (alliance_id, person),
    constraint team_member_person_fkey foreign key (alliance_id, person)
        references rapport.salesperson (alliance_id, number) on delete cascade,
    constraint team_member_team_fkey foreign key (alliance_id, team)
        references rapport.team (alliance_id, number) on delete cascade
);

-- Serves the cascade from team, and "who is in this team".
create index team_member_by_team on rapport.team_member (alliance_id, team);

alter table rapport.api_key
    add column team integer,
    -- What an integration key may do; says nothing for other roles. Keys from before scopes could write sheets.
    add column scopes text[] not null default '{sheets:write}';
alter table rapport.api_key alter column scopes drop default;
alter table rapport.api_key add constraint api_key_team_fkey
    foreign key (alliance_id, team) references rapport.team (alliance_id, number) on delete cascade;
-- Serves the cascade from team.
create index api_key_by_team on rapport.api_key (alliance_id, team);

alter table rapport.api_key drop constraint api_key_role_is_known;
alter table rapport.api_key add constraint api_key_role_is_known
    check (role in ('admin', 'company-admin', 'manager', 'salesperson', 'auditor', 'integration'));
alter table rapport.api_key drop constraint api_key_manager_has_company;
alter table rapport.api_key add constraint api_key_company_goes_with_role
    check ((role in ('company-admin', 'manager')) = (company is not null));
alter table rapport.api_key add constraint api_key_team_is_a_managers
    check (team is null or role = 'manager');

-- Somebody who signs in with a name.
create table rapport.app_user (
    alliance_id uuid not null,
    user_id uuid not null,
    -- The name they sign in with, in lower case: an e-mail address.
    email text not null,
    role text not null,
    person integer,
    company integer,
    team integer,
    -- As Gateway's PasswordHash writes it; null for whoever signs in elsewhere.
    password text,
    -- How the identity provider names them; null when it is known by the e-mail address, or not at all.
    subject text,
    created_at timestamptz not null,
    password_set_at timestamptz,
    disabled_at timestamptz,
    constraint app_user_pkey primary key (alliance_id, user_id),
    constraint app_user_email_is_unique unique (alliance_id, email),
    constraint app_user_subject_is_unique unique (alliance_id, subject),
    constraint app_user_person_fkey foreign key (alliance_id, person)
        references rapport.salesperson (alliance_id, number) on delete cascade,
    constraint app_user_company_fkey foreign key (alliance_id, company)
        references rapport.company (alliance_id, number) on delete cascade,
    constraint app_user_team_fkey foreign key (alliance_id, team)
        references rapport.team (alliance_id, number) on delete cascade,
    constraint app_user_role_is_known
        check (role in ('admin', 'company-admin', 'manager', 'salesperson', 'auditor')),
    constraint app_user_salesperson_has_person check ((role = 'salesperson') = (person is not null)),
    constraint app_user_company_goes_with_role
        check ((role in ('company-admin', 'manager')) = (company is not null)),
    constraint app_user_team_is_a_managers check (team is null or role = 'manager'),
    constraint app_user_email_is_lower_case check (email = lower(email) and email <> ''),
    constraint app_user_password_has_a_day check ((password is null) = (password_set_at is null))
);

-- Serve the cascades from salesperson, company and team.
create index app_user_by_person on rapport.app_user (alliance_id, person);
create index app_user_by_company on rapport.app_user (alliance_id, company);
create index app_user_by_team on rapport.app_user (alliance_id, team);

-- Somebody who has signed in.
create table rapport.session (
    alliance_id uuid not null,
    session_id uuid not null,
    -- SHA-256 of the session's secret; the secret itself (256 random bits) is stored nowhere.
    digest bytea not null,
    -- Whose it is: a user's or a key's.
    user_id uuid,
    key_id uuid,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    revoked_at timestamptz,
    constraint session_pkey primary key (alliance_id, session_id),
    constraint session_digest_is_unique unique (alliance_id, digest),
    constraint session_user_fkey foreign key (alliance_id, user_id)
        references rapport.app_user (alliance_id, user_id) on delete cascade,
    constraint session_key_fkey foreign key (alliance_id, key_id)
        references rapport.api_key (alliance_id, key_id) on delete cascade,
    constraint session_is_somebodys check (num_nonnulls(user_id, key_id) = 1),
    constraint session_digest_is_sha256 check (octet_length(digest) = 32),
    constraint session_ends_after_it_begins check (expires_at > created_at)
);

-- "End every session of this user"; also the cascade.
create index session_by_user on rapport.session (alliance_id, user_id);
-- Serves the cascade from api_key.
create index session_by_key on rapport.session (alliance_id, key_id);
-- "What has expired, to be deleted."
create index session_by_end on rapport.session (alliance_id, expires_at);

create policy alliance_of_sign_in on rapport.alliance for select to rapport_app
    using (key = rapport.context_alliance_key());

do $$
declare
    tenant text;
begin
    foreach tenant in array array['team', 'team_member', 'app_user', 'session'] loop
        execute format('alter table rapport.%I enable row level security', tenant);
        execute format('alter table rapport.%I force row level security', tenant);
    end loop;
    foreach tenant in array array['team', 'team_member', 'session'] loop
        execute format(
            'create policy %I on rapport.%I to rapport_app, rapport_batch
                 using (alliance_id = rapport.context_alliance())',
            tenant || '_of_context', tenant);
    end loop;
end
$$;

create policy app_user_of_sign_in on rapport.app_user to rapport_app
    using (alliance_id = rapport.context_alliance()
        and (email = rapport.context_sign_in() or subject = rapport.context_sign_in()
            or user_id = rapport.context_user()));
create policy app_user_of_context on rapport.app_user to rapport_batch
    using (alliance_id = rapport.context_alliance());

grant select on rapport.team, rapport.team_member to rapport_app;
grant select, insert, update, delete on rapport.team, rapport.team_member to rapport_batch;
grant select, update (password, password_set_at) on rapport.app_user to rapport_app;
grant select, insert, update on rapport.app_user to rapport_batch;
grant select, insert, delete, update (revoked_at) on rapport.session to rapport_app, rapport_batch;
