-- Shards the schema of this database by alliance, with all that is in it, in one transaction. Run by deploy/citus/distribute.
--
-- May be run again: after a migration that made new tables it places those and leaves the others alone.

begin;
-- The reference table and what refers to it are touched over one connection to each worker.
set local citus.multi_shard_modify_mode = 'sequential';
set local citus.shard_count = :shards;
set local lock_timeout = '30s';
\ir layout.sql

delete from layout
where place = 'coordinator'
    or exists (
        select from pg_dist_partition as placed
        where placed.logicalrelid = layout.relation
            and (placed.partmethod = 'h' or placed.repmodel = 't' and layout.place = 'reference'));

-- With a foreign key in place the first placed table would draw the others into the metadata as local ones.
create temporary table foreign_key on commit drop as
select conrelid::regclass::text as relation, quote_ident(conname) as name, pg_get_constraintdef(oid) as definition
from pg_constraint
where contype = 'f' and connamespace = 'rapport'::regnamespace and conrelid in (select relation from layout);

do $$
declare
    key record;
    placed record;
begin
    for key in select * from foreign_key loop
        execute format('alter table %s drop constraint %s', key.relation, key.name);
    end loop;
    for placed in select * from layout where place = 'reference' loop
        perform create_reference_table(placed.relation);
    end loop;
    -- rapport.revision is the group's anchor: one small row for each alliance.
    for placed in select * from layout where place = 'distributed' order by name <> 'revision', name loop
        perform create_distributed_table(
            placed.relation, 'alliance_id',
            colocate_with => case when placed.name = 'revision' then 'none' else 'rapport.revision' end);
    end loop;
    for key in select * from foreign_key loop
        execute format('alter table %s add constraint %s %s', key.relation, key.name, key.definition);
    end loop;
    -- A transaction that runs as one of these roles reaches the workers as that role. How nodes trust each other is
    -- pg_hba.conf's business; clients sign in with a login of their own.
    alter role rapport_app login;
    alter role rapport_admin login;
    alter role rapport_eraser login;
    -- Citus carries an `insert … select` of the batch to the shards by COPY, which row-level security refuses.
    alter role rapport_batch login bypassrls;
    -- What a transaction sets for row-level security goes along to the workers.
    execute format('alter database %I set citus.propagate_set_commands = ''local''', current_database());
end
$$;
commit;

-- The copies that the tables held before they were placed, which nobody can see any more.
do $$
declare
    placed regclass;
begin
    for placed in
        select logicalrelid from pg_dist_partition
        join pg_class on pg_class.oid = logicalrelid
        where relnamespace = 'rapport'::regnamespace
    loop
        perform truncate_local_data_after_distributing_table(placed);
    end loop;
end
$$;
