import Foundation
import Logging
import Postgres
import TestSupport
import Testing

/// A database with three alliances, and real processes of the program that work on it and are killed.
///
/// Where a process is when it is killed is decided by a lock that the test holds: no hook in the program is needed, and no
/// guess about time.
struct NightBed: Sendable {
    /// The program, with a short lease: a killed process is over after a second.
    let rapport: Binary
    /// Signed in as superuser.
    let client: PostgresClient
    static let alliances = ["one", "two", "three"]
    static let day = "2026-11-24"

    /// How often each fault is tried; `RAPPORT_FAULT_ROUNDS` for the full count.
    static let rounds = Int(ProcessInfo.processInfo.environment["RAPPORT_FAULT_ROUNDS"] ?? "") ?? 1

    /// Lets a few tests at a time at the server: each runs several processes.
    private static let turnstile = Turnstile(places: 4)

    /// Runs `body` on a database of its own.
    static func with(server: TestServer? = nil, _ body: (NightBed) async throws -> Void) async throws {
        await turnstile.enter()
        defer { Task { await turnstile.leave() } }
        let home = if let server { server } else { try await TestServer.shared() }
        let url = try await home.makeDatabase()
        let binary = Binary(environment: [
            "RAPPORT_DATABASE_URL": url, "HOME": "/nonexistent", "RAPPORT_LEASE_SECONDS": "1",
        ])
        let client = try PostgresClient(
            settings: ConnectionSettings(url: url),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let bed = NightBed(rapport: binary, client: client)
        do {
            try await bed.fill()
            try await body(bed)
            await client.shutdown()
        } catch {
            await client.shutdown()
            throw error
        }
    }

    private func fill() async throws {
        #expect(try await rapport.run("migrate").status == 0)
        let folder = try TemporaryFolder()
        for (seed, key) in Self.alliances.enumerated() {
            #expect(
                try await rapport.run("sample", folder.path(key), "--people", "16", "--seed", "\(seed)")
                    .status == 0)
            let file = folder.path("\(key)/alliance.yaml")
            let text = try String(contentsOfFile: file, encoding: .utf8)
            try text.replacing(/(?m)^alliance: .*$/, with: "alliance: \(key)")
                .write(toFile: file, atomically: true, encoding: .utf8)
            #expect(try await rapport.run("import", folder.path(key)).status == 0)
        }
    }

    /// A process that has begun the night.
    func begin(_ arguments: String...) throws -> Process {
        let process = rapport.start(["rematch", "--date", Self.day, "--workers", "1"] + arguments)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }

    /// Runs the night until nobody else holds it.
    func rerun(_ arguments: String...) async throws -> Binary.Run {
        while true {
            let run = try await rapport.run(["rematch", "--date", Self.day] + arguments)
            if run.status != 75 { return run }
        }
    }

    /// Holds `lock` until `gate` opens; returns when it is held.
    func hold(_ lock: TrustedScript, until gate: Gate) async -> Task<Void, any Error> {
        let holder = Task {
            try await client.transaction { transaction in
                try await transaction.executeScript("set local idle_in_transaction_session_timeout = 0")
                try await transaction.executeScript(lock)
                gate.enter()
                await gate.untilOpen()
            }
        }
        await gate.untilEntered()
        return holder
    }

    /// How many rounds each alliance has, by key.
    func roundCounts() async throws -> [String: Int] {
        let rows = try await client.read(
            """
            select key, (select count(*) from rapport.round where round.alliance_id = alliance.alliance_id)
            from rapport.alliance
            """, as: (String, Int).self)
        return Dictionary(uniqueKeysWithValues: rows.map { ($0.0, $0.1) })
    }

    /// What is wrong with what is stored: half rounds, rounds without input, work that is left.
    func faults() async throws -> [String] {
        try await client.read(
            """
            select 'half round ' || round_id from rapport.round
            where change_count <> (select count(*) from rapport.round_change as change where change.round_id = round.round_id)
            union all
            select 'no input ' || round_id from rapport.round
            where not exists (select from rapport.round_input as input where input.round_id = round.round_id)
            union all
            select 'left ' || state from (
                select case when died_at is null then 'round' else 'dead round' end as state
                from rapport.job where kind = 'round') as job
            union all
            select 'open night' from rapport.night where ended_at is null
            union all
            select 'result without round' from rapport.night_result
            where round_id is not null
                and not exists (select from rapport.round where round.round_id = night_result.round_id)
            """, as: String.self)
    }
}

extension Process {
    /// Kills it as the out-of-memory killer would, and waits for its end.
    func killNow() async {
        kill(processIdentifier, SIGKILL)
        await end()
    }

    /// Waits for its end.
    ///
    /// - Returns: its exit status.
    @discardableResult
    func end() async -> Int32 {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                self.waitUntilExit()
                continuation.resume(returning: self.terminationStatus)
            }
        }
    }
}
