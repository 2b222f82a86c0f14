-- 0015 walls: no policy is restrictive any more, so that a cluster has the same walls.
--
-- Why       Citus makes the policies of its shards without the words `as restrictive`, and so lets everybody through who keeps the
--           condition: what was to narrow a wall opened it. The same conditions stand in permissive policies now, one for each
--           command where they differ.
-- Locks     access exclusive on four tables: milliseconds.
-- Check     Tests/StorageTests/CatalogueTests.swift; deploy/citus/test looks through the walls on a cluster.

-- migrate:up

drop policy sheet_is_read_by_whoever_wrote_it on rapport.sheet;
alter policy sheet_of_rater on rapport.sheet
    using (
        alliance_id = rapport.context_alliance() and rater = rapport.context_person()
        and (
            rapport.context_reads_since() is null
            or by_rater and recorded_at >= rapport.context_reads_since()));

drop policy pulse_is_read_by_whoever_wrote_it on rapport.pulse;
alter policy pulse_of_rater on rapport.pulse
    using (
        alliance_id = rapport.context_alliance() and rater = rapport.context_person()
        and (rapport.context_reads_since() is null or recorded_at >= rapport.context_reads_since()));

drop policy preference_is_read_by_whoever_wrote_it on rapport.preference;
alter policy preference_of_person on rapport.preference
    using (
        alliance_id = rapport.context_alliance() and person = rapport.context_person()
        and (rapport.context_reads_since() is null or recorded_at >= rapport.context_reads_since()));

drop policy api_key_of_salesperson_is_their_own on rapport.api_key;
drop policy api_key_is_changed_by_whose_it_is on rapport.api_key;
drop policy api_key_reads_no_more_than_its_maker on rapport.api_key;
alter policy api_key_of_context on rapport.api_key to rapport_batch;
create policy api_key_is_read_by_requests on rapport.api_key for select to rapport_app
    using (alliance_id = rapport.context_alliance());
create policy api_key_of_salesperson_is_their_own on rapport.api_key for insert to rapport_app
    with check (
        alliance_id = rapport.context_alliance()
        and (
            current_user = 'rapport_admin' and role <> 'salesperson'
            or current_user = 'rapport_app' and role = 'salesperson' and person = rapport.context_person()
                and rapport.context_user() is not null
                and (rapport.context_reads_since() is null or reads_since >= rapport.context_reads_since())));
create policy api_key_is_changed_by_whose_it_is on rapport.api_key for update to rapport_app
    using (
        alliance_id = rapport.context_alliance()
        and (current_user = 'rapport_admin' or person = rapport.context_person()));
