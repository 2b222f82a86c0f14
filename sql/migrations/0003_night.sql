-- 0003 night: who runs the night, what came of it, jobs that outlive their workers, rounds that stay as published.
--
-- Night   night, night_result and job belong to no alliance's shard: they stay on the coordinator, without foreign
--         keys. They hold counts and reasons of failure, no person and no sheet.
-- Rounds  Nothing is granted that could change or delete a round or its changes. A round says how many changes it
--         has, its changes repeat that number under a foreign key and are numbered up to it: none can be added later.
-- Locks   access exclusive on job, round and round_change while columns are added: milliseconds, but for one pass
--         over round_change.
-- Check   sql/checks/round_short_of_changes.sql must return no row.

-- migrate:up

-- One run of the nightly batch. Its id is the token that its holder proves itself with.
create table rapport.night (
    night_id uuid not null,
    day date not null,
    -- The unsigned 64-bit seed, bit for bit.
    seed bigint not null,
    -- Whether alliances that have a round of that day are planned again.
    again boolean not null,
    -- Host and process, for people.
    holder text not null,
    -- A holder that died or froze is over at this moment, and another run may begin.
    lease_until timestamptz not null,
    begun_at timestamptz not null,
    ended_at timestamptz,
    outcome text,
    constraint night_pkey primary key (night_id),
    constraint night_outcome_is_known check (outcome in ('done', 'failed', 'cancelled', 'interrupted')),
    constraint night_ends_with_an_outcome check ((ended_at is null) = (outcome is null))
);

-- One night at a time; also "the night that is open".
create unique index night_open_once on rapport.night ((ended_at is null)) where ended_at is null;
-- "The last nights."
create index night_by_begin on rapport.night (begun_at desc);

-- What a night did for one alliance.
create table rapport.night_result (
    night_id uuid not null,
    alliance_id uuid not null,
    state text not null,
    round_id uuid,
    failure text,
    people integer not null,
    begun integer not null,
    ended integer not null,
    explored integer not null,
    utility double precision not null,
    present_utility double precision not null,
    warnings integer not null,
    recorded_at timestamptz not null,
    constraint night_result_pkey primary key (night_id, alliance_id),
    constraint night_result_state_is_known check (state in ('planned', 'standing', 'failed', 'gone')),
    constraint night_result_failure_has_a_reason check ((state = 'failed') = (failure is not null)),
    constraint night_result_plan_has_a_round check ((state in ('planned', 'standing')) = (round_id is not null))
);

alter table rapport.job
    -- The night that a round is planned for.
    add column night_id uuid,
    -- Who works on it: host and process, for people.
    add column holder text,
    -- When it was given up. A dead job is kept with its reason until the same work succeeds or is asked for anew.
    add column died_at timestamptz;
alter table rapport.job drop constraint job_kind_is_known;
alter table rapport.job add constraint job_kind_is_known check (kind in ('refit', 'round'));
alter table rapport.job add constraint job_round_has_a_night check ((kind = 'round') = (night_id is not null));
alter table rapport.job add constraint job_of_the_dead_is_free check (died_at is null or lease_token is null);

-- Asking again for work that nobody has begun asks for nothing more: many sheets, one refit.
drop index rapport.job_waiting_once;
create unique index job_waiting_once on rapport.job (kind, alliance_id)
    where lease_token is null and died_at is null;
-- One round of an alliance at a time, waiting or worked on.
create unique index job_round_once on rapport.job (alliance_id) where kind = 'round' and died_at is null;
-- "The next job that is due."
drop index rapport.job_by_due;
create index job_by_due on rapport.job (due_at) where died_at is null;

-- The owner may be nobody's superuser, and must see the rows that are there.
alter table rapport.round no force row level security;
alter table rapport.round_change no force row level security;
alter table rapport.round add column change_count integer;
update rapport.round
set change_count = (
    select count(*)
    from rapport.round_change
    where round_change.alliance_id = round.alliance_id and round_change.round_id = round.round_id);
alter table rapport.round alter column change_count set not null;
alter table rapport.round add constraint round_change_count_is_fixed unique (alliance_id, round_id, change_count);
alter table rapport.round_change add column change_count integer;
update rapport.round_change
set change_count = round.change_count
from rapport.round
where round_change.alliance_id = round.alliance_id and round_change.round_id = round.round_id;
alter table rapport.round_change alter column change_count set not null;
alter table rapport.round_change add constraint round_change_of_published_count_fkey
    foreign key (alliance_id, round_id, change_count)
    references rapport.round (alliance_id, round_id, change_count) on delete cascade;
alter table rapport.round_change drop constraint round_change_round_fkey;
alter table rapport.round_change add constraint round_change_position_is_within_count
    check (position between 1 and change_count);
alter table rapport.round force row level security;
alter table rapport.round_change force row level security;
-- Serves the cascade from round.
create index round_change_by_count on rapport.round_change (alliance_id, round_id, change_count);

-- What a round was planned from, so that it can be planned again and compared byte for byte. Never changed;
-- deleted after a while (RAPPORT_REPLAY_DAYS), because it repeats names and profiles.
create table rapport.round_input (
    alliance_id uuid not null,
    round_id uuid not null,
    -- The version of the program that planned it.
    program text not null,
    -- The snapshot without its sheets and e-mail addresses, as JSON. PostgreSQL compresses it.
    facts bytea not null,
    -- The model, as it was stored.
    model bytea not null,
    -- The round, as JSON.
    round bytea not null,
    published_at timestamptz not null,
    constraint round_input_pkey primary key (alliance_id, round_id),
    constraint round_input_round_fkey foreign key (alliance_id, round_id)
        references rapport.round (alliance_id, round_id) on delete cascade
);

-- "The inputs that are old enough to go."
create index round_input_by_publication on rapport.round_input (alliance_id, published_at);

alter table rapport.round_input enable row level security;
alter table rapport.round_input force row level security;
create policy round_input_of_context on rapport.round_input to rapport_batch
    using (alliance_id = rapport.context_alliance());

grant select, insert, delete on rapport.round_input to rapport_batch;
grant select, insert, update, delete on rapport.night, rapport.night_result to rapport_batch;
