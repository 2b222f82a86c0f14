-- 0001 foundation: who is allied with whom, what they said of each other, what was planned.
--
-- Keys    alliance_id leads every tenant key, so that the schema can be sharded by alliance as it stands.
--         People, companies, factors and attributes are numbered inside their alliance by whoever holds the
--         lock on rapport.revision: small keys keep a million sheets small, and posteriors are aligned to them.
-- Walls   Row-level security is forced on every tenant table. rapport_app is what requests run as,
--         rapport_batch what imports, fits and nights run as; both own nothing and bypass nothing, and
--         both see only the alliance named by `set local rapport.alliance_id`. Nothing is visible without it.
-- Check   sql/checks/*.sql must return no row.

-- migrate:up

create schema if not exists rapport;

do $$
begin
    -- Roles belong to the whole cluster: another database may have made them, even at this moment.
    if not exists (select from pg_roles where rolname = 'rapport_app') then
        create role rapport_app nologin nosuperuser nobypassrls;
    end if;
    if not exists (select from pg_roles where rolname = 'rapport_batch') then
        create role rapport_batch nologin nosuperuser nobypassrls;
    end if;
exception
    when duplicate_object or unique_violation then null;
end
$$;

grant usage on schema rapport to rapport_app, rapport_batch;

-- The alliance a transaction works in; null outside of any, which makes every policy say no.
create function rapport.context_alliance() returns uuid
    language sql stable parallel safe
    return nullif(current_setting('rapport.alliance_id', true), '')::uuid;

-- The salesperson a transaction speaks for; null when it speaks for nobody.
create function rapport.context_person() returns integer
    language sql stable parallel safe
    return nullif(current_setting('rapport.person', true), '')::integer;

create table rapport.alliance (
    alliance_id uuid not null,
    key text not null,
    name text not null,
    scale_min double precision not null,
    scale_max double precision not null,
    created_at timestamptz not null,
    constraint alliance_pkey primary key (alliance_id),
    constraint alliance_key_is_unique unique (key),
    constraint alliance_key_is_wellformed check (key ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
    constraint alliance_scale_is_ordered check (scale_min < scale_max)
);

-- Counts the changes to what a fit reads. A model is stale when its revision is lower; whoever changes an
-- alliance locks its row first, so that numbers are given out in order and revisions never skip.
create table rapport.revision (
    alliance_id uuid not null,
    revision bigint not null,
    constraint revision_pkey primary key (alliance_id),
    constraint revision_alliance_fkey foreign key (alliance_id) references rapport.alliance on delete cascade,
    constraint revision_is_positive check (revision > 0)
);

create table rapport.factor (
    alliance_id uuid not null,
    position smallint not null,
    key text not null,
    label text not null,
    slight double precision,
    medium double precision,
    great double precision,
    constraint factor_pkey primary key (alliance_id, position),
    constraint factor_key_is_unique unique (alliance_id, key),
    constraint factor_alliance_fkey foreign key (alliance_id) references rapport.alliance on delete cascade,
    constraint factor_reference_is_whole check (num_nulls(slight, medium, great) in (0, 3))
);

create table rapport.attribute (
    alliance_id uuid not null,
    position smallint not null,
    name text not null,
    kind text not null,
    constraint attribute_pkey primary key (alliance_id, position),
    constraint attribute_name_is_unique unique (alliance_id, name),
    constraint attribute_alliance_fkey foreign key (alliance_id) references rapport.alliance on delete cascade,
    constraint attribute_kind_is_known check (kind in ('number', 'category', 'set'))
);

create table rapport.company (
    alliance_id uuid not null,
    number integer not null,
    key text not null,
    name text not null,
    side text not null,
    employees integer,
    sales_levels integer,
    payment_days integer,
    country text,
    constraint company_pkey primary key (alliance_id, number),
    constraint company_key_is_unique unique (alliance_id, key),
    constraint company_alliance_fkey foreign key (alliance_id) references rapport.alliance on delete cascade,
    constraint company_side_is_a_or_b check (side in ('a', 'b'))
);

create table rapport.salesperson (
    alliance_id uuid not null,
    number integer not null,
    key text not null,
    company integer not null,
    name text,
    email text,
    capacity integer not null,
    active boolean not null,
    -- Attribute name -> cell as the alliance folder writes it; an unknown one is left out.
    attributes jsonb not null,
    constraint salesperson_pkey primary key (alliance_id, number),
    constraint salesperson_key_is_unique unique (alliance_id, key),
    constraint salesperson_company_fkey foreign key (alliance_id, company)
        references rapport.company (alliance_id, number) on delete cascade,
    constraint salesperson_capacity_is_not_negative check (capacity >= 0)
);

-- Serves the cascade from company, and "everybody of this company".
create index salesperson_by_company on rapport.salesperson (alliance_id, company);

-- One rater's answers about one target. Written by import (a million at a time) and by the rater alone.
--
-- The key is what makes a sheet a sheet, so saying it twice changes nothing; a day of -infinity means that
-- the date is unknown. There is no foreign key to salesperson, on purpose: checking two of them costs 4 times
-- the insert itself (measured: 8 against 2 microseconds a row) while every writer has just looked both people
-- up under the alliance's lock. sql/checks/sheet_of_unknown_person.sql watches over it.
create table rapport.sheet (
    alliance_id uuid not null,
    rater integer not null,
    target integer not null,
    day date not null,
    -- One answer for each factor, by position; null where unanswered.
    ratings real[] not null,
    success real,
    would_continue boolean,
    recorded_at timestamptz not null,
    constraint sheet_pkey primary key (alliance_id, rater, target, day),
    constraint sheet_is_about_somebody_else check (rater <> target)
);

create table rapport.pairing (
    alliance_id uuid not null,
    pairing_id uuid not null,
    person_a integer not null,
    person_b integer not null,
    status text not null,
    started date,
    ended date,
    reason text,
    recorded_at timestamptz not null,
    constraint pairing_pkey primary key (alliance_id, pairing_id),
    constraint pairing_person_a_fkey foreign key (alliance_id, person_a)
        references rapport.salesperson (alliance_id, number) on delete cascade,
    constraint pairing_person_b_fkey foreign key (alliance_id, person_b)
        references rapport.salesperson (alliance_id, number) on delete cascade,
    constraint pairing_status_is_known
        check (status in ('proposed', 'accepted', 'trial', 'confirmed', 'declined', 'ended')),
    constraint pairing_ends_after_it_starts check (ended >= started)
);

-- One open pairing of the same two people at a time; also "this person's pairings" from side a.
create unique index pairing_open_once on rapport.pairing (alliance_id, person_a, person_b)
    where status in ('proposed', 'accepted', 'trial', 'confirmed');
-- A pairing is named by its people, its status and its first day, as in the alliance folder: importing it twice is
-- importing it once.
create unique index pairing_by_people on rapport.pairing (alliance_id, person_a, person_b, started, status)
    nulls not distinct;
-- "This person's pairings" from side b.
create index pairing_by_person_b on rapport.pairing (alliance_id, person_b);

create table rapport.rule (
    alliance_id uuid not null,
    person_a integer not null,
    person_b integer not null,
    kind text not null,
    reason text,
    constraint rule_pkey primary key (alliance_id, person_a, person_b),
    constraint rule_person_a_fkey foreign key (alliance_id, person_a)
        references rapport.salesperson (alliance_id, number) on delete cascade,
    constraint rule_person_b_fkey foreign key (alliance_id, person_b)
        references rapport.salesperson (alliance_id, number) on delete cascade,
    constraint rule_kind_is_known check (kind in ('pin', 'veto'))
);

-- Serves the cascade from salesperson for side b.
create index rule_by_person_b on rapport.rule (alliance_id, person_b);

create table rapport.account_coverage (
    alliance_id uuid not null,
    account text not null,
    person integer not null,
    name text,
    role text,
    revenue double precision,
    constraint account_coverage_pkey primary key (alliance_id, account, person),
    constraint account_coverage_person_fkey foreign key (alliance_id, person)
        references rapport.salesperson (alliance_id, number) on delete cascade,
    constraint account_coverage_role_is_known check (role in ('owner', 'team'))
);

-- "The accounts of this person", and the cascade from salesperson.
create index account_coverage_by_person on rapport.account_coverage (alliance_id, person);

-- What a fit learned: one row an alliance, replaced by every fit of a newer revision.
create table rapport.posterior (
    alliance_id uuid not null,
    revision bigint not null,
    fitted_at timestamptz not null,
    encoded bytea not null,
    constraint posterior_pkey primary key (alliance_id),
    constraint posterior_alliance_fkey foreign key (alliance_id) references rapport.alliance on delete cascade
);

-- One night's plan for one alliance. Published rounds never change: nothing is granted that could.
create table rapport.round (
    alliance_id uuid not null,
    round_id uuid not null,
    day date not null,
    -- The unsigned 64-bit seed, bit for bit.
    seed bigint not null,
    revision bigint not null,
    policy jsonb not null,
    utility double precision not null,
    present_utility double precision not null,
    warnings text[] not null,
    published_at timestamptz not null,
    constraint round_pkey primary key (alliance_id, round_id),
    constraint round_alliance_fkey foreign key (alliance_id) references rapport.alliance on delete cascade
);

-- "The newest round", and the rounds of an alliance page by page.
create index round_by_publication on rapport.round (alliance_id, published_at desc, round_id);

create table rapport.round_change (
    alliance_id uuid not null,
    round_id uuid not null,
    position integer not null,
    action text not null,
    person_a integer not null,
    person_b integer not null,
    cause text not null,
    utility double precision not null,
    propensity double precision not null,
    reasons_a text[] not null,
    reasons_b text[] not null,
    constraint round_change_pkey primary key (alliance_id, round_id, position),
    constraint round_change_round_fkey foreign key (alliance_id, round_id)
        references rapport.round (alliance_id, round_id) on delete cascade,
    constraint round_change_person_a_fkey foreign key (alliance_id, person_a)
        references rapport.salesperson (alliance_id, number) on delete cascade,
    constraint round_change_person_b_fkey foreign key (alliance_id, person_b)
        references rapport.salesperson (alliance_id, number) on delete cascade,
    constraint round_change_action_is_known check (action in ('begin', 'end')),
    constraint round_change_propensity_is_probability check (propensity between 0 and 1)
);

-- Serve the cascade from salesperson, and "what was proposed for this person".
create index round_change_by_person_a on rapport.round_change (alliance_id, person_a);
create index round_change_by_person_b on rapport.round_change (alliance_id, person_b);

-- Bearer keys. The token carries its alliance, so the digest is looked up inside that alliance only.
create table rapport.api_key (
    alliance_id uuid not null,
    key_id uuid not null,
    -- SHA-256 of the token's secret; the secret itself (256 random bits) is stored nowhere.
    digest bytea not null,
    label text not null,
    role text not null,
    -- The salesperson the key speaks for.
    person integer,
    -- The company whose people a manager sees to.
    company integer,
    created_at timestamptz not null,
    expires_at timestamptz,
    revoked_at timestamptz,
    constraint api_key_pkey primary key (alliance_id, key_id),
    constraint api_key_digest_is_unique unique (alliance_id, digest),
    constraint api_key_person_fkey foreign key (alliance_id, person)
        references rapport.salesperson (alliance_id, number) on delete cascade,
    constraint api_key_company_fkey foreign key (alliance_id, company)
        references rapport.company (alliance_id, number) on delete cascade,
    constraint api_key_role_is_known check (role in ('admin', 'manager', 'salesperson', 'integration')),
    constraint api_key_salesperson_has_person check ((role = 'salesperson') = (person is not null)),
    constraint api_key_manager_has_company check ((role = 'manager') = (company is not null)),
    constraint api_key_digest_is_sha256 check (octet_length(digest) = 32)
);

-- Serve the cascades from salesperson and company.
create index api_key_by_person on rapport.api_key (alliance_id, person);
create index api_key_by_company on rapport.api_key (alliance_id, company);

-- Work to be done soon after a change. Belongs to no alliance's shard: it stays on the coordinator, with no
-- foreign key, and a job whose alliance has gone finds nothing to do.
create table rapport.job (
    job_id uuid not null,
    kind text not null,
    alliance_id uuid not null,
    due_at timestamptz not null,
    attempts integer not null default 0,
    -- Who works on it and until when it counts as theirs; the token fences off a worker that overslept.
    lease_token uuid,
    lease_until timestamptz,
    failure text,
    constraint job_pkey primary key (job_id),
    constraint job_kind_is_known check (kind in ('refit')),
    constraint job_lease_is_whole check (num_nulls(lease_token, lease_until) in (0, 2)),
    constraint job_attempts_are_not_negative check (attempts >= 0)
);

-- Asking again for work that nobody has begun asks for nothing more: many sheets, one refit.
create unique index job_waiting_once on rapport.job (kind, alliance_id) where lease_token is null;
-- "The next job that is due."
create index job_by_due on rapport.job (due_at);

-- Row-level security. A request sees the alliance of its context; of sheets it sees and writes its own alone.

alter table rapport.alliance enable row level security;
alter table rapport.alliance force row level security;
create policy alliance_of_context on rapport.alliance to rapport_app
    using (alliance_id = rapport.context_alliance());
-- The batch goes through all alliances, one after the other.
create policy alliance_directory on rapport.alliance to rapport_batch using (true);

do $$
declare
    tenant text;
begin
    foreach tenant in array array[
        'revision', 'factor', 'attribute', 'company', 'salesperson', 'pairing', 'rule',
        'account_coverage', 'posterior', 'round', 'round_change', 'api_key'
    ] loop
        execute format('alter table rapport.%I enable row level security', tenant);
        execute format('alter table rapport.%I force row level security', tenant);
        execute format(
            'create policy %I on rapport.%I to rapport_app, rapport_batch
                 using (alliance_id = rapport.context_alliance())',
            tenant || '_of_context', tenant);
    end loop;
end
$$;

alter table rapport.sheet enable row level security;
alter table rapport.sheet force row level security;
create policy sheet_of_rater on rapport.sheet to rapport_app
    using (alliance_id = rapport.context_alliance() and rater = rapport.context_person());
create policy sheet_of_context on rapport.sheet to rapport_batch
    using (alliance_id = rapport.context_alliance());

grant select on
    rapport.alliance, rapport.factor, rapport.attribute, rapport.company, rapport.salesperson, rapport.pairing,
    rapport.rule, rapport.account_coverage, rapport.posterior, rapport.round, rapport.round_change,
    rapport.api_key to rapport_app;
grant select, update on rapport.revision to rapport_app;
grant select, insert, update on rapport.sheet to rapport_app;
grant select, insert, update (due_at) on rapport.job to rapport_app;

grant select, insert, update on
    rapport.alliance, rapport.revision, rapport.factor, rapport.attribute, rapport.company,
    rapport.salesperson, rapport.sheet, rapport.pairing, rapport.rule, rapport.account_coverage,
    rapport.posterior, rapport.api_key to rapport_batch;
grant select, insert on rapport.round, rapport.round_change to rapport_batch;
grant select, insert, update, delete on rapport.job to rapport_batch;
