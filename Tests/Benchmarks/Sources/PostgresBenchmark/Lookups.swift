import Foundation
import LocalPostgres
import Postgres

extension Yard {
    /// A primary-key lookup, by 1, 16 and 64 tasks, against as many pgbench clients, and against one that pipelines.
    func lookups() async throws {
        _ = try await cluster.run("pgbench", ["-i", "-q", "-s", "\(Yard.scale)", url])
        let single =
            "\\set aid random(1, 100000 * \(Yard.scale))\nselect abalance from pgbench_accounts where aid = :aid;\n"
        let plain = try file("lookup.sql", single)
        let piped = try file(
            "pipelined.sql",
            "\\startpipeline\n" + String(repeating: single, count: 16) + "\\endpipeline\n")
        let balances = client.keyedRead(by: Int32.self, as: Int32.self) { isAsked in
            "select aid, abalance from pgbench_accounts where aid \(isAsked)"
        }
        print("\nPrimary-key lookup, medians per second, ratios to pgbench with as many clients as tasks")
        for tasks in PostgresBenchmark.tasks(usual: [1, 16, 64]) {
            var theirs = Series(), pipelined = Series(), ours = Series(), apart = Series()
            var unpinned = Series()
            for _ in 0..<PostgresBenchmark.rounds {
                theirs.add(try await pgbench(["-f", plain], clients: tasks))
                let keyed: @Sendable (Int32) async throws -> Void = { id in
                    let balance = try await balances.row(for: id)
                    precondition(balance != nil)
                }
                ours.add(try await rate(tasks: tasks, onLoop: true, keyed))
                apart.add(try await rate(tasks: tasks, onLoop: true, lookup))
                pipelined.add(16 * (try await pgbench(["-f", piped], clients: 1)))
                unpinned.add(try await rate(tasks: tasks, onLoop: false, keyed))
            }
            print(
                """
                \(tasks) tasks: pgbench \(Int(theirs.median)), ours \(Int(ours.median)) \
                = \(ours.ratio(to: theirs)), a statement each \(Int(apart.median)) \
                = \(apart.ratio(to: theirs)), from other threads \(Int(unpinned.median)) \
                = \(unpinned.ratio(to: theirs)); one pipelining pgbench client \(Int(pipelined.median)), \
                ours to it \(ours.ratio(to: pipelined)); our connections: \(try await connectionCount())
                """)
        }
    }

    @Sendable private func lookup(_ id: Int32) async throws {
        let rows = try await client.read(
            "select abalance from pgbench_accounts where aid = \(id)", as: Int32.self)
        precondition(rows.count == 1)
    }

    /// An insert with its own commit, by 64 tasks: the client commits in groups.
    func inserts() async throws {
        try await client.transaction { transaction in
            try await transaction.execute(
                "create table event (id bigint generated always as identity, n integer)")
        }
        let script = try file(
            "insert.sql", "\\set n random(1, 1000000)\ninsert into event (n) values (:n);\n")
        print("\nInsert with commit, medians per second")
        for tasks in PostgresBenchmark.tasks(usual: [1, 64]) {
            var theirs = Series(), ours = Series()
            for _ in 0..<PostgresBenchmark.rounds {
                theirs.add(try await pgbench(["-f", script], clients: tasks))
                ours.add(
                    try await rate(tasks: tasks, onLoop: true) { number in
                        try await client.append("insert into event (n) values (\(number))")
                    })
            }
            print(
                "\(tasks) tasks: pgbench \(Int(theirs.median)), ours \(Int(ours.median)) on 1 connection "
                    + "= \(ours.ratio(to: theirs))")
        }
    }
}
