import Foundation

/// The folder with PostgreSQL's server programs, and their major version.
struct ServerBinaries: Sendable, Equatable {
    /// Oldest version that will do: views with `security_invoker` came with it.
    static let oldestVersion = 15

    var folder: String
    var version: Int

    /// Path of one of the programs.
    func path(of program: String) -> String { "\(folder)/\(program)" }

    /// Finds programs for a new cluster (`dataVersion` is `nil`), or for one made by that version.
    ///
    /// A folder that was asked for is the only one looked at. Otherwise the newest version that will
    /// do wins: first in the places of Debian's and Red Hat's packages, which are not on `PATH`, then on
    /// the search path.
    static func find(
        for settings: ClusterSettings, dataVersion: Int?
    ) async throws(LocalPostgresError) -> ServerBinaries {
        let places = settings.binariesFolder.map { [$0] } ?? (packageFolders() + settings.searchPath)
        var found: [ServerBinaries] = []
        for place in places where holdsServer(place) {
            guard let version = await majorVersion(in: place) else { continue }
            found.append(ServerBinaries(folder: place, version: version))
        }
        if found.isEmpty {
            throw .binariesNotFound(searched: places.isEmpty ? ["/usr/lib/postgresql"] : places)
        }
        return try choose(from: found, dataVersion: dataVersion)
    }

    /// The newest that fits; the first of several of the same version.
    static func choose(
        from found: [ServerBinaries], dataVersion: Int?
    ) throws(LocalPostgresError) -> ServerBinaries {
        let fitting = found.filter {
            dataVersion.map { [$0] }?.contains($0.version) ?? ($0.version >= oldestVersion)
        }
        guard let newest = fitting.map(\.version).max() else {
            throw .versionNotFound(
                needed: dataVersion.map { .exactly($0) } ?? .atLeast(oldestVersion),
                found: Set(found.map(\.version)).sorted())
        }
        return fitting.first { $0.version == newest }!
    }

    private static func packageFolders() -> [String] {
        let debian = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")) ?? []
        let versions = debian.compactMap(Int.init).sorted(by: >)
        return versions.map { "/usr/lib/postgresql/\($0)/bin" } + versions.map { "/usr/pgsql-\($0)/bin" }
    }

    private static func holdsServer(_ folder: String) -> Bool {
        ["initdb", "postgres"].allSatisfy { FileManager.default.isExecutableFile(atPath: "\(folder)/\($0)") }
    }

    /// Asks the server itself: "postgres (PostgreSQL) 15.10 (Debian …)", "… 18devel".
    private static func majorVersion(in folder: String) async -> Int? {
        guard let run = try? await FinishedRun.of("\(folder)/postgres", ["--version"]) else { return nil }
        let words = run.output.split(separator: " ")
        guard words.count > 2, run.end == .exited(status: 0) else { return nil }
        return Int(words[2].prefix { $0.isNumber })
    }
}
