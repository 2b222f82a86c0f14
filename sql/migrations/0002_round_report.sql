-- 0002 round report: what a round gave up and for what, and three facts that planning goes by.
--
-- Reason  Managers read what more changes would gain and which change follows from which; a night must know who is away,
--         which companies are not released for pairing, and of which customers nobody yields the control.
-- Locks   access exclusive on round and round_change while two columns are added: no rewrite, milliseconds.
-- Check   sql/checks/table_without_wall.sql must return no row.

-- migrate:up

-- Null for rounds that were published before.
alter table rapport.round add column report jsonb;
-- Position of the change that this one follows from.
alter table rapport.round_change add column knock_on_of integer;

-- Days on which a salesperson is given no new counterpart. What stands is left standing.
create table rapport.absence (
    alliance_id uuid not null,
    person integer not null,
    first_day date not null,
    last_day date,
    constraint absence_pkey primary key (alliance_id, person, first_day),
    constraint absence_person_fkey foreign key (alliance_id, person)
        references rapport.salesperson (alliance_id, number) on delete cascade,
    constraint absence_ends_after_it_starts check (last_day >= first_day)
);

-- Two companies whose salespeople are not released for pairing, until a day or until further notice.
create table rapport.company_hold (
    alliance_id uuid not null,
    company_a integer not null,
    company_b integer not null,
    until date,
    constraint company_hold_pkey primary key (alliance_id, company_a, company_b),
    constraint company_hold_company_a_fkey foreign key (alliance_id, company_a)
        references rapport.company (alliance_id, number) on delete cascade,
    constraint company_hold_company_b_fkey foreign key (alliance_id, company_b)
        references rapport.company (alliance_id, number) on delete cascade
);

-- Serves the cascade from company for side b.
create index company_hold_by_company_b on rapport.company_hold (alliance_id, company_b);

-- An account of which neither side yields the control: its people are not paired with each other until it is settled.
create table rapport.account_conflict (
    alliance_id uuid not null,
    account text not null,
    opened date not null,
    settled date,
    constraint account_conflict_pkey primary key (alliance_id, account, opened),
    constraint account_conflict_alliance_fkey foreign key (alliance_id)
        references rapport.alliance on delete cascade,
    constraint account_conflict_settled_after_it_opened check (settled >= opened)
);

do $$
declare
    tenant text;
begin
    foreach tenant in array array['absence', 'company_hold', 'account_conflict'] loop
        execute format('alter table rapport.%I enable row level security', tenant);
        execute format('alter table rapport.%I force row level security', tenant);
        execute format(
            'create policy %I on rapport.%I to rapport_app, rapport_batch
                 using (alliance_id = rapport.context_alliance())',
            tenant || '_of_context', tenant);
    end loop;
end
$$;

grant select on rapport.absence, rapport.company_hold, rapport.account_conflict to rapport_app;
grant select, insert, update on rapport.absence, rapport.company_hold, rapport.account_conflict
    to rapport_batch;
