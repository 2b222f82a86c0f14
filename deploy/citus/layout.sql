-- Where each table of the schema belongs on a cluster, asked of the catalogue, so that tables of later migrations are
-- placed like those before them. Included by the other scripts; needs a transaction.
--
--   reference    rapport.alliance: copied to every node, because everything refers to it
--   distributed  every table whose primary key begins with alliance_id: one alliance is one shard, all in one group
--   coordinator  the queue, the nights and what belongs to no alliance: stays where the clients connect

create temporary table layout on commit drop as
select class.oid::regclass as relation, class.relname::text as name,
    case
        when class.relname = 'alliance' then 'reference'
        when class.relname in ('job', 'night', 'night_result') then 'coordinator'
        when (
            select attribute.attname = 'alliance_id'
            from pg_index as index
            join pg_attribute as attribute on attribute.attrelid = class.oid and attribute.attnum = index.indkey[0]
            where index.indrelid = class.oid and index.indisprimary) then 'distributed'
        else 'coordinator' end as place
from pg_class as class
where class.relnamespace = 'rapport'::regnamespace and class.relkind in ('r', 'p') and not class.relispartition;
