-- 0010 invitation: people choose their own passwords and make their own keys.
--
-- Invite    An invitation opens one user's password once, until it ends; a newer one takes the place of an older one. What
--           was used stays, so that whoever comes second with the same link is told that somebody was first.
-- Keys      A key that speaks for a salesperson is made by that salesperson, signed in by name: the wall below refuses
--           any other to requests, an admin's too. Operators at the command line are the batch and may.
-- Locks     access exclusive on app_user while columns are added: milliseconds.
-- Check     Tests/StorageTests/WallTests.swift looks through every wall without the first one.

-- migrate:up

alter table rapport.app_user
    -- SHA-256 of the invitation's secret; the secret itself is stored nowhere.
    add column invitation bytea,
    add column invited_at timestamptz,
    add column invitation_ends_at timestamptz,
    add column invitation_used_at timestamptz,
    add constraint app_user_invitation_is_sha256 check (octet_length(invitation) = 32),
    add constraint app_user_invitation_has_its_days
        check (num_nulls(invitation, invited_at, invitation_ends_at) in (0, 3)),
    add constraint app_user_used_invitation_was_one
        check (invitation_used_at is null or invitation is not null);

grant update (invitation_used_at) on rapport.app_user to rapport_app;
grant update (invitation, invited_at, invitation_ends_at) on rapport.app_user to rapport_admin;

grant insert, update (label, revoked_at) on rapport.api_key to rapport_app;
create policy api_key_of_salesperson_is_their_own on rapport.api_key
    as restrictive for insert to rapport_app
    with check (
        current_user = 'rapport_admin' and role <> 'salesperson'
        or current_user = 'rapport_app' and role = 'salesperson' and person = rapport.context_person()
            and rapport.context_user() is not null);
create policy api_key_is_changed_by_whose_it_is on rapport.api_key
    as restrictive for update to rapport_app
    using (current_user = 'rapport_admin' or person = rapport.context_person());
