-- One line for each table of the schema: its rows, and a sum over what they say that does not depend on their order.
-- Equal lines before and after a conversion, or a move, mean that nothing was lost, doubled or changed.

select format(
    'select %L, count(*), coalesce(sum(hashtextextended(told::text, 0)::numeric), 0) from rapport.%I as told;',
    relname, relname)
from pg_class
where relnamespace = 'rapport'::regnamespace and relkind in ('r', 'p') and not relispartition
order by relname
\gexec
