-- 0013 directory: tells changes to people, pairings and rules from new sheets.
--
-- Why       Every request needs to know who is who. Read anew for each, an alliance of 20,000 people took most of a second; kept
--           in memory, it must not go out of date, and sheets, which are not in it, come all day.
-- Locks     access exclusive on revision while a column with a constant is added: milliseconds.

-- migrate:up

alter table rapport.revision
    add column version bigint not null default 1
        constraint revision_version_is_positive check (version > 0);
comment on column rapport.revision.version is
    'Counts the changes to everything of the alliance but its sheets.';
