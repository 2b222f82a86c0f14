-- 0011 storage: what was learned of an alliance is stored as it comes.
--
-- Why       It is numbers in which nothing repeats: the server tried to compress half a megabyte for every alliance and
--           night, in vain, which cost a quarter of its time. Facts and rounds do repeat, and are compressed as before.
-- Locks     access exclusive on both tables, milliseconds: nothing is rewritten.

-- migrate:up

alter table rapport.posterior alter column encoded set storage external;
alter table rapport.round_input alter column model set storage external;
