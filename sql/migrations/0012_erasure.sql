-- 0012 erasure: what a person's other roles and other people's words leave of them.
--
-- Back      A user keeps in mind for which salesperson they spoke: with another role they are still found when that person is
--           erased, and may be given the old role back.
-- Words     Texts of others that may name a person can be rewritten by whoever erases, and by nobody else.
-- Locks     access exclusive on app_user while a column is added: milliseconds.
-- Check     Tests/StorageTests/ErasureTests.swift plants a marker wherever a text can stand and looks for it afterwards.

-- migrate:up

alter table rapport.app_user
    add column spoke_for integer,
    add constraint app_user_spoke_for_fkey foreign key (alliance_id, spoke_for)
        references rapport.salesperson (alliance_id, number) on delete cascade;
-- Serves the foreign key, and an erasure.
create index app_user_by_spoke_for on rapport.app_user (alliance_id, spoke_for);
grant update (spoke_for) on rapport.app_user to rapport_admin;

grant update (label) on rapport.api_key to rapport_eraser;
grant update (name) on rapport.team to rapport_eraser;
grant update (reason) on rapport.rule to rapport_eraser;
grant update (reason) on rapport.pairing to rapport_eraser;
grant update (support, shared) on rapport.control_agreement to rapport_eraser;
grant update (lead_rule, support_rule, shared_information) on rapport.alliance_terms to rapport_eraser;
grant update (noticed_a, noticed_b) on rapport.occasion to rapport_eraser;
