import CLocalPostgres
import Glibc

/// What to start, with which words, as whom and with the output going where.
struct LaunchPlan: Sendable {
    var program: String
    var arguments: [String]
    /// Descriptor for standard output and standard error; the caller keeps and closes it.
    var output: Int32
    /// `nil` keeps the user of this process.
    var user: ServerUser?
    /// What the child gets when this process dies, however it dies.
    var deathSignal: Int32

    /// Forks on the calling thread, which must outlive the child.
    func fork() -> Result<pid_t, LocalPostgresError> {
        withTerminatedStrings([program] + arguments) { arguments in
            withTerminatedStrings(Self.environment) { environment in
                withTerminatedStrings([program, user?.name ?? ""]) { names in
                    fork(names: names, arguments: arguments, environment: environment)
                }
            }
        }
    }

    /// Nothing is inherited: a stray `PGDATA`, `PGOPTIONS` or locale of the caller would change the
    /// cluster. Without a locale `initdb` makes an SQL_ASCII cluster.
    private static let environment = ["PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8", "TZ=UTC"]

    private func fork(
        names: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>,
        arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>,
        environment: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
    ) -> Result<pid_t, LocalPostgresError> {
        var launch = local_postgres_launch()
        launch.program = UnsafePointer(names[0])
        launch.arguments = UnsafePointer(arguments)
        launch.environment = UnsafePointer(environment)
        launch.output = output
        launch.death_signal = deathSignal
        launch.switches_user = user == nil ? 0 : 1
        launch.user = user?.identifier ?? 0
        launch.group = user?.group ?? 0
        launch.user_name = UnsafePointer(names[1])
        var step: Int32 = 0
        var error: Int32 = 0
        let identifier = local_postgres_launch(&launch, &step, &error)
        if identifier > 0 { return .success(identifier) }
        return .failure(
            .launchFailed(program: program, step: Self.name(of: step), reason: systemMessage(error)))
    }

    private static func name(of step: Int32) -> String {
        switch UInt32(bitPattern: step) {
        case local_postgres_step_groups.rawValue: "reading groups"
        case local_postgres_step_fork.rawValue: "fork"
        case local_postgres_step_session.rawValue: "new session"
        case local_postgres_step_user.rawValue: "switching user"
        case local_postgres_step_descriptors.rawValue: "arranging descriptors"
        case local_postgres_step_death_signal.rawValue: "setting the death signal"
        default: "executing"
        }
    }
}

/// Calls `body` with a NULL-terminated array of C strings that lives as long as the call.
private func withTerminatedStrings<Result>(
    _ strings: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
    var copies: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) } + [nil]
    defer { copies.forEach { free($0) } }
    return copies.withUnsafeMutableBufferPointer { body($0.baseAddress!) }
}

/// The system's words for an error number.
func systemMessage(_ number: Int32) -> String {
    String(cString: strerror(number))
}
