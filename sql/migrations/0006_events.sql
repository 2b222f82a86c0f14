-- 0006 events: what was done, by whom and on which evidence; who is told of it; what may be said about a person.
--
-- Once     idempotency_key is written in the transaction of the effect that it stands for: both are there, or neither.
-- Audit    Nothing is granted that could change or delete a row, not to the table's owner either, and row-level security
--          lets the owner see none. Each row is sealed with a digest over itself and the row before it, so that what a
--          superuser changes is found by sql/checks/audit_chain_broken.sql. People stand in it by number alone: when a
--          person is erased, the number leads nowhere.
-- Outbox   An event and its deliveries are written in the transaction that they tell of. Workers find them through a
--          job for each alliance.
-- Release  Aggregates of what raters said are kept as they were released; see the comments there.
-- Locks    access exclusive on job while a constraint is replaced: milliseconds.
-- Check    sql/checks/audit_chain_broken.sql must return no row.

-- migrate:up

do $$
begin
    -- Roles belong to the whole cluster: another database may have made it, even at this moment.
    if not exists (select from pg_roles where rolname = 'rapport_eraser') then
        create role rapport_eraser nologin nosuperuser nobypassrls;
    end if;
exception
    when duplicate_object or unique_violation then null;
end
$$;

create table rapport.idempotency_key (
    alliance_id uuid not null,
    -- Whose key it is: two viewers may use the same text.
    holder text not null,
    key text not null,
    -- Differs whenever method, path or body of the request do.
    fingerprint bytea not null,
    status smallint not null,
    -- name, value, name, value …
    headers text[] not null,
    -- Null when it was erased with somebody's personal data.
    body bytea,
    recorded_at timestamptz not null,
    constraint idempotency_key_pkey primary key (alliance_id, holder, key),
    constraint idempotency_key_is_short check (octet_length(key) between 1 and 255),
    constraint idempotency_key_headers_are_pairs check (cardinality(headers) % 2 = 0)
);

-- "The receipts that have outlived their day."
create index idempotency_key_by_age on rapport.idempotency_key (alliance_id, recorded_at);

create table rapport.audit (
    alliance_id uuid not null,
    -- 1, 2, 3 … without gaps.
    position bigint not null,
    happened_at timestamptz not null,
    -- Role of whoever did it, and the number of their person or company.
    actor_role text not null,
    actor_person integer,
    actor_company integer,
    -- What was done, as `pairing.accepted`.
    action text not null,
    -- What it was done to: a kind of thing and its id, as `pairing` and a UUID.
    object_kind text not null,
    object_id text not null,
    -- Numbers of the people whom it concerns.
    people integer[] not null,
    -- What it rests on: revisions, rounds, figures. Neither names nor free text.
    evidence jsonb not null,
    -- SHA-256 over the seal of the row before and this row.
    seal bytea not null,
    constraint audit_pkey primary key (alliance_id, position),
    constraint audit_position_is_positive check (position > 0),
    constraint audit_seal_is_sha256 check (octet_length(seal) = 32)
);

-- "What was done to this thing."
create index audit_by_object on rapport.audit (alliance_id, object_kind, object_id, position);

-- Whoever is told of events: a program of one of the companies.
create table rapport.webhook (
    alliance_id uuid not null,
    webhook_id uuid not null,
    url text not null,
    -- 32 random bytes that sign what is delivered.
    secret bytea not null,
    -- Kinds of event that are wanted; all when empty.
    kinds text[] not null,
    active boolean not null,
    version bigint not null,
    created_at timestamptz not null,
    constraint webhook_pkey primary key (alliance_id, webhook_id),
    constraint webhook_alliance_fkey foreign key (alliance_id) references rapport.alliance on delete cascade,
    constraint webhook_secret_is_long check (octet_length(secret) = 32),
    constraint webhook_version_is_positive check (version > 0)
);

-- What happened, for those who are told. Kept for a while, so that it can be delivered again. People stand in it by
-- number: their keys are looked up when it is delivered, and those of an erased person are not found.
create table rapport.outbox (
    alliance_id uuid not null,
    event_id uuid not null,
    -- As `pairing.accepted`.
    kind text not null,
    object_kind text not null,
    object_id text not null,
    people integer[] not null,
    -- Neither names nor free text.
    facts jsonb not null,
    happened_at timestamptz not null,
    constraint outbox_pkey primary key (alliance_id, event_id),
    constraint outbox_alliance_fkey foreign key (alliance_id) references rapport.alliance on delete cascade
);

-- "The events of an alliance, page by page", and those that are old enough to go.
create index outbox_by_time on rapport.outbox (alliance_id, happened_at, event_id);

create table rapport.delivery (
    alliance_id uuid not null,
    webhook_id uuid not null,
    event_id uuid not null,
    attempts integer not null,
    -- When to try next; null when it was delivered or given up.
    due_at timestamptz,
    delivered_at timestamptz,
    -- HTTP status of the last answer; null when there was none.
    status smallint,
    -- Why the last attempt failed.
    failure text,
    constraint delivery_pkey primary key (alliance_id, webhook_id, event_id),
    constraint delivery_webhook_fkey foreign key (alliance_id, webhook_id)
        references rapport.webhook (alliance_id, webhook_id) on delete cascade,
    constraint delivery_outbox_fkey foreign key (alliance_id, event_id)
        references rapport.outbox (alliance_id, event_id) on delete cascade,
    constraint delivery_attempts_are_not_negative check (attempts >= 0),
    constraint delivery_that_succeeded_is_over check (delivered_at is null or due_at is null)
);

-- Serves the cascade from outbox.
create index delivery_by_event on rapport.delivery (alliance_id, event_id);
-- "The deliveries that are due."
create index delivery_by_due on rapport.delivery (alliance_id, due_at) where due_at is not null;

-- A person who is to be forgotten, or has been. A worker does it: requests may not delete.
create table rapport.erasure (
    alliance_id uuid not null,
    person integer not null,
    asked_at timestamptz not null,
    done_at timestamptz,
    constraint erasure_pkey primary key (alliance_id, person),
    constraint erasure_person_fkey foreign key (alliance_id, person)
        references rapport.salesperson (alliance_id, number) on delete cascade
);

alter table rapport.job drop constraint job_kind_is_known;
alter table rapport.job add constraint job_kind_is_known check (kind in ('refit', 'round', 'deliver', 'erase'));

-- What raters said about a target in answer to one question, as it was last released: at least five raters, and again
-- only when at least five more have answered whose answers are not in it. Two releases thus differ by five people or
-- more, question by question, and what is shown never follows a single sheet.
create table rapport.aggregate_release (
    alliance_id uuid not null,
    target integer not null,
    -- A factor's key, or `success`.
    question text not null,
    -- Whose answers are in it. Requests cannot read it: who rated whom is nobody's business.
    raters integer[] not null,
    -- Rounded to quarters of a point.
    mean real not null,
    released_at timestamptz not null,
    constraint aggregate_release_pkey primary key (alliance_id, target, question),
    constraint aggregate_release_target_fkey foreign key (alliance_id, target)
        references rapport.salesperson (alliance_id, number) on delete cascade,
    constraint aggregate_release_has_five_raters check (cardinality(raters) >= 5)
);

-- How well the model foretells, as the newest fit found it.
create table rapport.scorecard (
    alliance_id uuid not null,
    revision bigint not null,
    fitted_at timestamptz not null,
    figures jsonb not null,
    constraint scorecard_pkey primary key (alliance_id),
    constraint scorecard_alliance_fkey foreign key (alliance_id) references rapport.alliance on delete cascade
);

do $$
declare
    tenant text;
begin
    foreach tenant in array array[
        'idempotency_key', 'audit', 'webhook', 'outbox', 'delivery', 'aggregate_release', 'scorecard',
        'erasure'
    ] loop
        execute format('alter table rapport.%I enable row level security', tenant);
        execute format('alter table rapport.%I force row level security', tenant);
        execute format(
            'create policy %I on rapport.%I to rapport_app, rapport_batch
                 using (alliance_id = rapport.context_alliance())',
            tenant || '_of_context', tenant);
    end loop;
    -- Append-only for the owner too.
    execute format('revoke insert, update, delete, truncate on rapport.audit from %I', current_user);
end
$$;

grant select, insert, update on rapport.idempotency_key to rapport_app;
grant select, update, delete on rapport.idempotency_key to rapport_batch;
grant select, insert on rapport.audit to rapport_app, rapport_batch;
grant select, insert, update, delete on rapport.webhook to rapport_app;
grant select, update on rapport.webhook to rapport_batch;
grant select, insert on rapport.outbox to rapport_app;
grant select, insert, delete on rapport.outbox to rapport_batch;
grant select, insert, update on rapport.delivery to rapport_app, rapport_batch;
grant select (alliance_id, target, question, mean, released_at) on rapport.aggregate_release to rapport_app;
grant select on rapport.scorecard to rapport_app;
grant select, insert on rapport.erasure to rapport_app;
grant select, insert, update on rapport.erasure to rapport_batch;
grant select, insert, update, delete on rapport.aggregate_release, rapport.scorecard to rapport_batch;

-- What an erasure takes away. A role of its own: nothing else in the service deletes what people said or agreed. It sees
-- and does what the batch does, and deletes beside.
grant rapport_batch to rapport_eraser;
grant usage on schema rapport to rapport_eraser;
grant delete on
    rapport.sheet, rapport.rule, rapport.account_coverage, rapport.absence, rapport.api_key, rapport.app_user, rapport.round_input,
    rapport.posterior, rapport.aggregate_release to rapport_eraser;
-- What may hold names of a published round. Replay compares what a round was planned from, which goes too.
grant update (warnings, policy) on rapport.round to rapport_eraser;
grant update (reasons_a, reasons_b) on rapport.round_change to rapport_eraser;
alter table rapport.round_change alter column reasons_a set default '{}';
alter table rapport.round_change alter column reasons_b set default '{}';
