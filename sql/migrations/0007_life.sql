-- 0007 life: trial pairings from proposal to verdict, sealed answers, decisions about rounds, who leads at which customer,
-- what companies say before they begin, who stands in for whom, what people would like.
--
-- Reason  Managers and salespeople live a pairing through; rounds stay as they were published, so what people decide about
--         them is kept beside them. A pairing that only a folder has told of has no life here: its status says enough.
-- Sealed  A sheet or pulse that answers an occasion counts from the moment the occasion is released: when both have answered
--         or the deadline has passed. Until then nothing but its rater sees it, the fit included.
-- Walls   pulse and preference are their rater's and person's alone, as sheet is. occasion tells that somebody answered, how
--         many calls they made and whether they noticed anything, never what.
-- Locks   access exclusive on sheet while a column without default is added: no rewrite, milliseconds.
-- Check   sql/checks/released_without_reason.sql, sql/checks/trial_without_consent.sql must return no row.

-- migrate:up

create table rapport.pairing_life (
    alliance_id uuid not null,
    pairing_id uuid not null,
    accepted_a boolean not null,
    accepted_b boolean not null,
    -- The terms of the trial: fixed once it has started.
    trial_days integer not null,
    least_chemistry double precision,
    least_meetings integer,
    criterion text,
    if_undecided text not null,
    planned_end date,
    extensions integer not null,
    -- What a side has said of the trial that the other has not answered yet.
    verdict_a text,
    verdict_b text,
    -- The side that declined or ended it; null when it ran out or is open.
    ended_by text,
    never_again boolean not null,
    -- The round's change that it came from; null when people proposed it.
    round_id uuid,
    position integer,
    -- Counts its changes: what an editor has seen is compared with this.
    version integer not null,
    changed_at timestamptz not null,
    constraint pairing_life_pkey primary key (alliance_id, pairing_id),
    constraint pairing_life_of_pairing_fkey foreign key (alliance_id, pairing_id)
        references rapport.pairing (alliance_id, pairing_id) on delete cascade,
    constraint pairing_life_of_change_fkey foreign key (alliance_id, round_id, position)
        references rapport.round_change (alliance_id, round_id, position) on delete cascade,
    constraint pairing_life_trial_days_are_possible check (trial_days between 7 and 365),
    constraint pairing_life_chemistry_is_on_its_scale check (least_chemistry between 0 and 100),
    constraint pairing_life_meetings_are_not_negative check (least_meetings >= 0),
    constraint pairing_life_silence_is_known check (if_undecided in ('end', 'extend')),
    constraint pairing_life_is_extended_once check (extensions between 0 and 1),
    constraint pairing_life_verdicts_are_known
        check (verdict_a in ('confirm', 'extend') and verdict_b in ('confirm', 'extend')),
    constraint pairing_life_ended_by_a_side check (ended_by in ('a', 'b')),
    constraint pairing_life_change_is_whole check (num_nulls(round_id, position) in (0, 2)),
    constraint pairing_life_version_is_positive check (version > 0)
);

-- Serves the cascade from round_change, and "what became of this change".
create index pairing_life_by_change on rapport.pairing_life (alliance_id, round_id, position);

-- What a side said to one change of a round.
create table rapport.round_decision (
    alliance_id uuid not null,
    round_id uuid not null,
    position integer not null,
    side text not null,
    decision text not null,
    reason text,
    never_again boolean not null,
    -- Decided by the alliance's policy and by no person.
    automatic boolean not null,
    decided_at timestamptz not null,
    constraint round_decision_pkey primary key (alliance_id, round_id, position, side),
    constraint round_decision_of_change_fkey foreign key (alliance_id, round_id, position)
        references rapport.round_change (alliance_id, round_id, position) on delete cascade,
    constraint round_decision_side_is_a_or_b check (side in ('a', 'b')),
    constraint round_decision_is_yes_or_no check (decision in ('accept', 'decline'))
);

-- One time at which both people of a pairing are asked about each other.
create table rapport.occasion (
    alliance_id uuid not null,
    occasion_id uuid not null,
    pairing_id uuid not null,
    kind text not null,
    opens date not null,
    deadline date not null,
    answered_a timestamptz,
    answered_b timestamptz,
    -- Joint customer calls since the last pulse, and whether anything was noticed; null when no pulse was answered.
    meetings_a integer,
    meetings_b integer,
    noticed_a boolean,
    noticed_b boolean,
    released_at timestamptz,
    constraint occasion_pkey primary key (alliance_id, occasion_id),
    constraint occasion_of_pairing_fkey foreign key (alliance_id, pairing_id)
        references rapport.pairing (alliance_id, pairing_id) on delete cascade,
    constraint occasion_kind_is_known check (kind in ('pulse', 'sheet')),
    constraint occasion_closes_after_it_opens check (deadline >= opens),
    constraint occasion_meetings_are_not_negative check (meetings_a >= 0 and meetings_b >= 0)
);

-- "What the people of this pairing are asked", and the cascade from pairing.
create index occasion_by_pairing on rapport.occasion (alliance_id, pairing_id);
-- "What is to be released because its deadline has passed."
create index occasion_by_deadline on rapport.occasion (alliance_id, deadline) where released_at is null;

-- The occasion that a sheet answers; null when it was told by nobody's asking. No foreign key, for the reason that the
-- table has none to salesperson (0001): whoever writes it has just looked the occasion up under the alliance's lock.
alter table rapport.sheet add column occasion_id uuid;

-- A rater's few ticks between two sheets.
create table rapport.pulse (
    alliance_id uuid not null,
    occasion_id uuid not null,
    rater integer not null,
    meetings integer not null,
    signs text[] not null,
    recorded_at timestamptz not null,
    constraint pulse_pkey primary key (alliance_id, occasion_id, rater),
    constraint pulse_of_occasion_fkey foreign key (alliance_id, occasion_id)
        references rapport.occasion (alliance_id, occasion_id) on delete cascade,
    constraint pulse_of_rater_fkey foreign key (alliance_id, rater)
        references rapport.salesperson (alliance_id, number) on delete cascade,
    constraint pulse_meetings_are_not_negative check (meetings >= 0),
    constraint pulse_signs_are_known
        check (signs <@ array['withheld-information', 'blame', 'doubt', 'bad-mouthing'])
);

-- Serves the cascade from salesperson.
create index pulse_by_rater on rapport.pulse (alliance_id, rater);

-- What the companies of an alliance have agreed on as a whole.
create table rapport.alliance_terms (
    alliance_id uuid not null,
    payment_days integer,
    -- Side a's share of joint revenue, 0 to 1; the rest is side b's.
    revenue_share_a double precision,
    lead_rule text,
    support_rule text,
    -- Kinds of information that may be shared with the other side.
    shared_information text[] not null,
    -- Whether a side shows the names of its customers where both cover them; names are shown when both do.
    shares_names_a boolean not null,
    shares_names_b boolean not null,
    -- Whether the changes of a round are accepted for both sides as soon as it is published.
    auto_accept boolean not null,
    version integer not null,
    constraint alliance_terms_pkey primary key (alliance_id),
    constraint alliance_terms_of_alliance_fkey foreign key (alliance_id)
        references rapport.alliance on delete cascade,
    constraint alliance_terms_payment_days_are_not_negative check (payment_days >= 0),
    constraint alliance_terms_revenue_share_is_a_share check (revenue_share_a between 0 and 1),
    constraint alliance_terms_version_is_positive check (version > 0)
);

-- What a company says of another one before their people's first trial.
create table rapport.gate_answer (
    alliance_id uuid not null,
    company integer not null,
    other_company integer not null,
    choice integer,
    timing integer,
    conditions integer,
    culture integer,
    information integer,
    approvals integer,
    version integer not null,
    recorded_at timestamptz not null,
    constraint gate_answer_pkey primary key (alliance_id, company, other_company),
    constraint gate_answer_by_company_fkey foreign key (alliance_id, company)
        references rapport.company (alliance_id, number) on delete cascade,
    constraint gate_answer_of_other_company_fkey foreign key (alliance_id, other_company)
        references rapport.company (alliance_id, number) on delete cascade,
    constraint gate_answer_is_on_its_scale check (
        choice between 1 and 7 and timing between 1 and 7 and conditions between 1 and 7
        and culture between 1 and 7 and information between 1 and 7),
    constraint gate_answer_approvals_are_possible check (approvals between 0 and 100),
    constraint gate_answer_version_is_positive check (version > 0)
);

-- Serves the cascade from the other company, and "what others say of this company".
create index gate_answer_by_other_company on rapport.gate_answer (alliance_id, other_company);

-- Who stands in for a salesperson.
create table rapport.deputy (
    alliance_id uuid not null,
    person integer not null,
    deputy integer not null,
    constraint deputy_pkey primary key (alliance_id, person),
    constraint deputy_for_person_fkey foreign key (alliance_id, person)
        references rapport.salesperson (alliance_id, number) on delete cascade,
    constraint deputy_is_person_fkey foreign key (alliance_id, deputy)
        references rapport.salesperson (alliance_id, number) on delete cascade,
    constraint deputy_is_somebody_else check (deputy <> person)
);

-- Serves the cascade from salesperson for the deputy.
create index deputy_by_deputy on rapport.deputy (alliance_id, deputy);

-- With whom a salesperson would like to work, or would rather not. Theirs alone; the night weighs it, and it decides nothing.
create table rapport.preference (
    alliance_id uuid not null,
    person integer not null,
    other integer not null,
    wish text not null,
    recorded_at timestamptz not null,
    constraint preference_pkey primary key (alliance_id, person, other),
    constraint preference_of_person_fkey foreign key (alliance_id, person)
        references rapport.salesperson (alliance_id, number) on delete cascade,
    constraint preference_about_other_fkey foreign key (alliance_id, other)
        references rapport.salesperson (alliance_id, number) on delete cascade,
    constraint preference_wish_is_known check (wish in ('with', 'without'))
);

-- Serves the cascade from salesperson for the other.
create index preference_by_other on rapport.preference (alliance_id, other);

-- Who leads at a customer that both sides cover, as both have signed it.
create table rapport.control_agreement (
    alliance_id uuid not null,
    agreement_id uuid not null,
    account text not null,
    lead text not null,
    support text,
    shared text[] not null,
    until date,
    signed_a timestamptz,
    signed_b timestamptz,
    withdrawn_by text,
    version integer not null,
    proposed_at timestamptz not null,
    constraint control_agreement_pkey primary key (alliance_id, agreement_id),
    constraint control_agreement_of_alliance_fkey foreign key (alliance_id)
        references rapport.alliance on delete cascade,
    constraint control_agreement_lead_is_a_or_b check (lead in ('a', 'b')),
    constraint control_agreement_withdrawn_by_a_side check (withdrawn_by in ('a', 'b')),
    constraint control_agreement_is_somebodys check (signed_a is not null or signed_b is not null),
    constraint control_agreement_version_is_positive check (version > 0)
);

-- "The agreements about this customer."
create index control_agreement_by_account on rapport.control_agreement (alliance_id, account);

do $$
declare
    tenant text;
begin
    foreach tenant in array array[
        'pairing_life', 'round_decision', 'occasion', 'alliance_terms', 'gate_answer', 'deputy',
        'control_agreement'
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

alter table rapport.pulse enable row level security;
alter table rapport.pulse force row level security;
create policy pulse_of_rater on rapport.pulse to rapport_app
    using (alliance_id = rapport.context_alliance() and rater = rapport.context_person());
create policy pulse_of_context on rapport.pulse to rapport_batch
    using (alliance_id = rapport.context_alliance());

alter table rapport.preference enable row level security;
alter table rapport.preference force row level security;
create policy preference_of_person on rapport.preference to rapport_app
    using (alliance_id = rapport.context_alliance() and person = rapport.context_person());
create policy preference_of_context on rapport.preference to rapport_batch
    using (alliance_id = rapport.context_alliance());

grant select, insert, update on
    rapport.pairing_life, rapport.occasion, rapport.pulse, rapport.alliance_terms, rapport.gate_answer,
    rapport.control_agreement
    to rapport_app, rapport_batch;
grant select, insert on rapport.round_decision to rapport_app, rapport_batch;
grant select, insert, update, delete on rapport.deputy, rapport.preference to rapport_app, rapport_batch;

-- What requests now write of what imports alone wrote before. Keys, numbers and sides stay as they are.
grant insert, update (status, started, ended, reason, recorded_at) on rapport.pairing to rapport_app;
grant insert, update (company, name, email, capacity, active, attributes) on rapport.salesperson to rapport_app;
grant update (name, employees, sales_levels, payment_days, country) on rapport.company to rapport_app;
grant insert, update (kind, reason), delete on rapport.rule to rapport_app;
grant insert, update (name, role, revenue), delete on rapport.account_coverage to rapport_app;
grant insert, update (settled) on rapport.account_conflict to rapport_app;
grant insert, update (last_day), delete on rapport.absence to rapport_app;
grant insert, update (until), delete on rapport.company_hold to rapport_app;

-- What an erasure takes away: pulses name their rater, a reason for a no may name anybody.
grant delete on rapport.pulse to rapport_eraser;
grant update (reason) on rapport.round_decision to rapport_eraser;
