import Postgres
import StoreTestSupport
import Testing

@testable import Storage

/// The schema can be sharded by alliance, and no table is left without its wall: asked of the catalogue of plain
/// PostgreSQL, so that every run of the tests guards it.
///
/// Each query returns what breaks its rule.
@Suite struct CatalogueTests {
    /// Copied to every node when sharded: it may have keys of its own.
    static let reference = ["alliance"]
    /// Stay on one node when sharded.
    static let local = ["job", "night", "night_result", "schema_migration"]

    /// They read the context of the transaction and nothing else.
    static let contextFunctions = [
        "context_alliance", "context_person", "context_alliance_key", "context_sign_in", "context_user",
        "context_reads_since",
    ]

    @Test func `every tenant table has a primary key that begins with the alliance`() async throws {
        try await expectNothing(
            """
            select class.relname::text
            from \(tenants) as class
            where not exists (
                select from pg_index as index
                join pg_attribute as attribute
                    on attribute.attrelid = class.oid and attribute.attnum = index.indkey[0]
                where index.indrelid = class.oid and index.indisprimary
                    and attribute.attname = 'alliance_id' and attribute.attnotnull)
            """)
    }

    @Test func `every unique and exclusion index holds the alliance`() async throws {
        try await expectNothing(
            """
            select index.indexrelid::regclass::text
            from \(tenants) as class
            join pg_index as index on index.indrelid = class.oid
            where (index.indisunique or index.indisexclusion)
                and class.relname <> all(\(Self.reference))
                and not exists (
                    select from pg_attribute as attribute
                    where attribute.attrelid = class.oid and attribute.attnum = any(index.indkey)
                        and attribute.attname = 'alliance_id')
            """)
    }

    @Test func `every foreign key joins the alliance to the alliance, and none points at a local table`()
        async throws
    {
        try await expectNothing(
            """
            select foreign_key.conname::text
            from pg_constraint as foreign_key
            where foreign_key.contype = 'f' and foreign_key.connamespace = 'rapport'::regnamespace
                and (foreign_key.confrelid::regclass::text = any(\(Self.local.map { "rapport." + $0 }))
                    or not exists (
                        select from unnest(foreign_key.conkey, foreign_key.confkey) as joined (own, theirs)
                        join pg_attribute as own
                            on own.attrelid = foreign_key.conrelid and own.attnum = joined.own
                        join pg_attribute as theirs
                            on theirs.attrelid = foreign_key.confrelid and theirs.attnum = joined.theirs
                        where own.attname = 'alliance_id' and theirs.attname = 'alliance_id'))
            """)
    }

    @Test func `no foreign key sets null or a default, or follows an update`() async throws {
        try await expectNothing(
            """
            select conname::text from pg_constraint
            where contype = 'f' and connamespace = 'rapport'::regnamespace
                and (confdeltype in ('n', 'd') or confupdtype <> 'a')
            """)
    }

    @Test func `local tables have no foreign keys`() async throws {
        try await expectNothing(
            """
            select conname::text from pg_constraint
            where contype = 'f' and conrelid::regclass::text = any(\(Self.local.map { "rapport." + $0 }))
            """)
    }

    @Test func `every foreign key is served by an index that begins with its columns`() async throws {
        try await expectNothing(
            """
            select foreign_key.conname::text
            from pg_constraint as foreign_key
            where foreign_key.contype = 'f' and foreign_key.connamespace = 'rapport'::regnamespace
                and not exists (
                    select from pg_index as index
                    where index.indrelid = foreign_key.conrelid and index.indpred is null
                        and (index.indkey::int2[])[0:cardinality(foreign_key.conkey) - 1] @> foreign_key.conkey)
            """)
    }

    @Test func `there are no triggers and no rules`() async throws {
        try await expectNothing(
            """
            select tgname::text from pg_trigger
            join pg_class on pg_class.oid = tgrelid
            where relnamespace = 'rapport'::regnamespace and not tgisinternal
            union all
            select rulename::text from pg_rules where schemaname = 'rapport'
            """)
    }

    @Test func `row-level security is enabled and forced on every tenant table, with a policy for each role`()
        async throws
    {
        try await expectNothing(
            """
            select class.relname || ' ' || role
            from \(tenants) as class
            cross join unnest(array['rapport_app', 'rapport_batch', 'rapport_eraser', 'rapport_admin']) as role
            where not class.relrowsecurity or not class.relforcerowsecurity
                or has_table_privilege(role, class.oid, 'select') and not exists (
                    select from pg_policy
                    where polrelid = class.oid and exists (
                        select from unnest(polroles) as named where pg_has_role(role, named, 'usage')))
            """)
    }

    @Test func `policies read nothing but the row and the context`() async throws {
        let allowed = [
            "(alliance_id = rapport.context_alliance())",
            "(key = rapport.context_alliance_key())",
            "((alliance_id = rapport.context_alliance()) AND ((email = rapport.context_sign_in()) OR "
                + "(subject = rapport.context_sign_in()) OR (user_id = rapport.context_user())))",
            // Of what is somebody's own, whose account nobody has vouched for reads what was written with it.
            "((alliance_id = rapport.context_alliance()) AND (rater = rapport.context_person()) AND "
                + "((rapport.context_reads_since() IS NULL) OR (by_rater AND "
                + "(recorded_at >= rapport.context_reads_since()))))",
            "((alliance_id = rapport.context_alliance()) AND (rater = rapport.context_person()) AND "
                + "((rapport.context_reads_since() IS NULL) OR "
                + "(recorded_at >= rapport.context_reads_since())))",
            "((alliance_id = rapport.context_alliance()) AND (person = rapport.context_person()) AND "
                + "((rapport.context_reads_since() IS NULL) OR "
                + "(recorded_at >= rapport.context_reads_since())))",
            // Who asks is the role that the transaction has taken.
            "((alliance_id = rapport.context_alliance()) AND (((CURRENT_USER = 'rapport_admin'::name) AND "
                + "(role <> 'salesperson'::text)) OR ((CURRENT_USER = 'rapport_app'::name) AND "
                + "(role = 'salesperson'::text) AND (person = rapport.context_person()) AND "
                + "(rapport.context_user() IS NOT NULL) AND ((rapport.context_reads_since() IS NULL) OR "
                + "(reads_since >= rapport.context_reads_since())))))",
            "((alliance_id = rapport.context_alliance()) AND ((CURRENT_USER = 'rapport_admin'::name) OR "
                + "(person = rapport.context_person())))",
        ]
        try await expectNothing(
            """
            select policyname::text || ': ' || coalesce(qual, 'none') || coalesce(' with check ' || with_check, '')
            from pg_policies
            where schemaname = 'rapport' and policyname <> 'alliance_directory'
                and (coalesce(qual, with_check) <> all(\(allowed)) or num_nonnulls(qual, with_check) <> 1)
            """)
        try await expectNothing(
            """
            select proname::text from pg_proc
            where pronamespace = 'rapport'::regnamespace
                and (provolatile <> 's' or prosecdef or proname <> all(\(Self.contextFunctions))
                    or pg_get_functiondef(oid) like '% from %')
            """)
    }

    @Test func `no policy is restrictive, which Citus would make permissive`() async throws {
        try await expectNothing(
            "select policyname::text from pg_policies where schemaname = 'rapport' and permissive <> 'PERMISSIVE'"
        )
    }

    @Test func `the directory of alliances is open to the batch alone`() async throws {
        let roles = try await rows(
            """
            select polroles::regrole[]::text from pg_policy where polname = 'alliance_directory'
            """)
        #expect(roles == ["{rapport_batch}"])
    }

    @Test func `views run with the rights of whoever asks, and nothing is materialised`() async throws {
        try await expectNothing(
            """
            select relname::text from pg_class
            where relnamespace = 'rapport'::regnamespace
                and (relkind = 'm' or relkind = 'v' and not 'security_invoker=true' = any(coalesce(reloptions, '{}')))
            """)
    }

    @Test func `the roles of the service own nothing, bypass nothing and truncate nothing`() async throws {
        try await expectNothing(
            """
            select rolname::text from pg_roles
            where rolname in ('rapport_app', 'rapport_batch', 'rapport_eraser', 'rapport_admin')
                and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolcanlogin)
            union all
            select class.relname || ' ' || role || ' ' || privilege
            from pg_class as class
            cross join unnest(array['rapport_app', 'rapport_batch', 'rapport_eraser', 'rapport_admin']) as role
            cross join unnest(array['truncate', 'references', 'trigger']) as privilege
            where class.relnamespace = 'rapport'::regnamespace and class.relkind in ('r', 'v')
                and (has_table_privilege(role, class.oid, privilege)
                    or pg_get_userbyid(class.relowner) = role)
            """)
    }

    /// Primary keys are called as PostgreSQL would call them, which nobody could better. All other names are chosen:
    /// a check or unique constraint says what is true, a foreign key says which table it leads to and ends in `_fkey`.
    @Test func `every constraint has a name that was chosen`() async throws {
        try await expectNothing(
            """
            select class.relname || '.' || named.conname
            from pg_constraint as named
            join pg_class as class on class.oid = named.conrelid
            where named.connamespace = 'rapport'::regnamespace
                and case named.contype
                    when 'p' then named.conname <> class.relname || '_pkey'
                    when 'f' then named.conname !~ '_fkey$' or named.conname = (
                        select class.relname || '_' || string_agg(attname, '_' order by place) || '_fkey'
                        from unnest(named.conkey) with ordinality as key (number, place)
                        join pg_attribute on attrelid = class.oid and attnum = key.number)
                    when 'c' then named.conname ~ '_check[0-9]*$'
                    else named.conname ~ '_(key|excl)[0-9]*$' end
            """)
    }

    @Test func `ids are made by the program, not counted by the database`() async throws {
        try await expectNothing(
            """
            select relname::text from pg_class
            where relnamespace = 'rapport'::regnamespace and relkind = 'S'
            """)
    }

    @Test func `the queries find what breaks their rules`() async throws {
        try await MigratedDatabase.with { database in
            try await database.plant(
                """
                create table rapport.bad (
                    alliance_id uuid not null, number integer unique check (number > 0),
                    other integer references rapport.bad (number) on delete set null);
                create view rapport.worse as select * from rapport.bad;
                """)
            for query in [
                "select relname::text from \(tenants) as class where not relrowsecurity",
                "select conname::text from pg_constraint where confdeltype in ('n', 'd')",
                "select conname::text from pg_constraint where conname = 'bad_number_check'",
            ] as [SQL] {
                try await expectEqual(database.look(query, as: String.self).count, 1)
            }
        }
    }
}

extension CatalogueTests {
    /// The tables that hold an alliance's rows.
    private var tenants: SQL {
        """
        (select * from pg_class
            where relnamespace = 'rapport'::regnamespace and relkind in ('r', 'p')
                and relname <> all(\(Self.local)))
        """
    }

    private func rows(_ query: SQL) async throws -> [String] {
        try await MigratedDatabase.catalogue.value.read(query, as: String.self)
    }

    private func expectNothing(_ query: SQL, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let found = try await rows(query)
        #expect(found == [], sourceLocation: sourceLocation)
    }
}
