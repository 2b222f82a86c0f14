-- 0004 policy: how an alliance wants its nights planned.
--
-- Reason  Without a row an alliance has the defaults of the program. Every round keeps the policy that it was planned under.
-- Locks   none: a new table.
-- Check   sql/checks/table_without_wall.sql must return no row.

-- migrate:up

create table rapport.policy (
    alliance_id uuid not null,
    -- Fields of `Policy` by name; what is missing has its default.
    fields jsonb not null,
    changed_at timestamptz not null,
    constraint policy_pkey primary key (alliance_id),
    constraint policy_alliance_fkey foreign key (alliance_id) references rapport.alliance on delete cascade,
    constraint policy_is_an_object check (jsonb_typeof(fields) = 'object')
);

alter table rapport.policy enable row level security;
alter table rapport.policy force row level security;
create policy policy_of_context on rapport.policy to rapport_app, rapport_batch
    using (alliance_id = rapport.context_alliance());

grant select on rapport.policy to rapport_app;
grant select, insert, update, delete on rapport.policy to rapport_batch;
