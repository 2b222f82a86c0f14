-- A table keyed by alliance on which row-level security is not both enabled and forced. The queue, the nights
-- and the ledger of migrations are not tenant tables.
select class.relname
from pg_class as class
join pg_namespace as namespace on namespace.oid = class.relnamespace
where namespace.nspname = 'rapport'
    and class.relkind in ('r', 'p')
    and class.relname not in ('job', 'night', 'night_result', 'schema_migration')
    and not (class.relrowsecurity and class.relforcerowsecurity);
