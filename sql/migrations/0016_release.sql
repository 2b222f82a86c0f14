-- 0016 release: means are released without looking up each person again.
--
-- Why       A night releases more than a thousand means of an alliance, and has read everybody in it under the alliance's lock. To
--           look up the person of each row once more took two thirds of the time of writing them. As with sheets (0001),
--           sql/checks/released_of_unknown_person.sql watches over it instead. Nobody may delete a salesperson: an erasure leaves
--           a nameless row, and takes what was released of it by itself.
-- Locks     access exclusive on aggregate_release, share row exclusive on salesperson: milliseconds.
-- Check     sql/checks/released_of_unknown_person.sql must return no row.

-- migrate:up

alter table rapport.aggregate_release drop constraint aggregate_release_target_fkey;
