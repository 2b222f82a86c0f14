-- The login of the service, beside the roles that the migrations made. Run as superuser in the database of rapport.
-- It owns nothing and bypasses nothing; the limits bound from the server's side what a lost client would leave behind.

do $$
begin
    if not exists (select from pg_roles where rolname = 'rapport') then
        create role rapport login nosuperuser nobypassrls;
    end if;
end
$$;
grant rapport_app, rapport_batch, rapport_eraser, rapport_admin to rapport;
grant select on rapport.schema_migration to rapport;
alter role rapport set idle_in_transaction_session_timeout = '15s';
alter role rapport set client_connection_check_interval = '5s';
alter role rapport set tcp_user_timeout = '10s';
-- Statements over millions of sheets look costly enough to be compiled, which takes ten times as long as running them.
alter role rapport set jit = off;
