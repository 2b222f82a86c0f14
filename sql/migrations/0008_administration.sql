-- 0008 administration: who looks after users and teams over HTTP, what proves a round, and what proposals are worth.
--
-- Role      rapport_admin sees and does what a request does, and writes users and teams beside. A request takes it for
--           the one thing that its gateway has allowed to an admin, so that rapport_app still cannot.
-- Proof     Of what a round was planned from, requests read the digests alone: facts and model hold the whole alliance.
-- Lift      lift_release follows the rules of aggregate_release (0006): five raters, and again after five new ones.
-- Locks     access exclusive on round_input and scorecard while columns are added and filled: a round's input has some
--           hundred kilobytes, and there are as many as RAPPORT_REPLAY_DAYS has days.
-- Check     Tests/StorageTests/WallTests.swift looks through every wall without the first one.

-- migrate:up

do $$
begin
    -- Roles belong to the whole cluster: another database may have made it, even at this moment.
    if not exists (select from pg_roles where rolname = 'rapport_admin') then
        create role rapport_admin nologin nosuperuser nobypassrls;
    end if;
exception
    when duplicate_object or unique_violation then null;
end
$$;
grant rapport_app to rapport_admin;
grant usage on schema rapport to rapport_admin;

create policy app_user_of_administration on rapport.app_user to rapport_admin
    using (alliance_id = rapport.context_alliance());
grant insert, update (role, person, company, team, subject, disabled_at) on rapport.app_user to rapport_admin;
grant insert, update (name), delete on rapport.team to rapport_admin;
grant insert, update (team), delete on rapport.team_member to rapport_admin;

alter table rapport.round_input
    add column facts_sha256 bytea,
    add column model_sha256 bytea,
    add column round_sha256 bytea;
-- What was published before. The owner sees no row behind the walls, so that the walls are opened for this statement.
alter table rapport.round_input no force row level security;
update rapport.round_input
set facts_sha256 = sha256(facts), model_sha256 = sha256(model), round_sha256 = sha256(round);
alter table rapport.round_input force row level security;
alter table rapport.round_input
    alter column facts_sha256 set not null,
    alter column model_sha256 set not null,
    alter column round_sha256 set not null,
    add constraint round_input_digests_are_sha256
        check (octet_length(facts_sha256 || model_sha256 || round_sha256) = 96);
create policy round_input_of_request on rapport.round_input for select to rapport_app
    using (alliance_id = rapport.context_alliance());
grant select (alliance_id, round_id, program, published_at, facts_sha256, model_sha256, round_sha256)
    on rapport.round_input to rapport_app;

alter table rapport.scorecard
    -- What the model and simpler forecasts make of sheets that were kept from them, and when that was found; null
    -- where there was nothing to keep.
    add column held_out jsonb,
    add column held_out_at timestamptz;

-- The mean success of pairings by where they come from.
create table rapport.lift_release (
    alliance_id uuid not null,
    -- `round` for accepted proposals, `people` for pairings that people made by hand.
    origin text not null,
    -- Whose answers are in it. Requests cannot read it.
    raters integer[] not null,
    -- How many pairings the answers are about.
    pairings integer not null,
    -- Rounded to quarters of a point.
    mean real not null,
    released_at timestamptz not null,
    constraint lift_release_pkey primary key (alliance_id, origin),
    constraint lift_release_alliance_fkey foreign key (alliance_id) references rapport.alliance on delete cascade,
    constraint lift_release_origin_is_known check (origin in ('round', 'people')),
    constraint lift_release_has_five_raters check (cardinality(raters) >= 5)
);

alter table rapport.lift_release enable row level security;
alter table rapport.lift_release force row level security;
create policy lift_release_of_context on rapport.lift_release to rapport_app, rapport_batch
    using (alliance_id = rapport.context_alliance());
grant select (alliance_id, origin, pairings, mean, released_at) on rapport.lift_release to rapport_app;
grant select, insert, update on rapport.lift_release to rapport_batch;
