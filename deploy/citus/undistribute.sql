-- The way back: every table becomes an ordinary one on the coordinator, with all that is in it, in one transaction.
-- Run by deploy/citus/undistribute.

begin;
set local citus.multi_shard_modify_mode = 'sequential';
set local lock_timeout = '30s';

create temporary table placed on commit drop as
select logicalrelid::regclass::text as relation, partmethod
from pg_dist_partition
join pg_class on pg_class.oid = logicalrelid
where relnamespace = 'rapport'::regnamespace;

create temporary table foreign_key on commit drop as
select conrelid::regclass::text as relation, quote_ident(conname) as name, pg_get_constraintdef(oid) as definition
from pg_constraint
where contype = 'f' and connamespace = 'rapport'::regnamespace
    and conrelid::regclass::text in (select relation from placed);

do $$
declare
    key record;
    table_name text;
begin
    for key in select * from foreign_key loop
        execute format('alter table %s drop constraint %s', key.relation, key.name);
    end loop;
    for table_name in select relation from placed order by relation loop
        perform undistribute_table(table_name::regclass);
    end loop;
    for key in select * from foreign_key loop
        execute format('alter table %s add constraint %s %s', key.relation, key.name, key.definition);
    end loop;
    alter role rapport_app nologin;
    alter role rapport_admin nologin;
    alter role rapport_eraser nologin;
    alter role rapport_batch nologin nobypassrls;
    execute format('alter database %I reset citus.propagate_set_commands', current_database());
end
$$;
commit;
