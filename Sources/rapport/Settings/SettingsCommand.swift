import ArgumentParser
import Domain
import Webhooks

/// `rapport settings`: every setting, as a file of environment variables.
struct SettingsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settings",
        abstract:
            "Check the settings and print them all as an environment file, with unit, default and range.")

    func run() throws {
        let problems = Self.problems
        for problem in problems { Terminal.complain(problem.problem) }
        guard problems.isEmpty else { throw ExitCode(1) }
        Terminal.show(Self.file)
    }

    /// Everything that is wrong, so that it can be mended at once.
    private static var problems: [BadSetting] {
        var problems: [BadSetting] = []
        for setting in Setting.all {
            do throws(BadSetting) {
                if setting.range != nil { _ = try setting.number() }
                if setting.name == Setting.webhookTargets.name { _ = try TargetPolicy.ofThisProcess() }
            } catch {
                problems.append(error)
            }
        }
        return problems
    }

    /// What `deploy/rapport.example.env` holds.
    static var file: String {
        let head = """
            # Every setting of rapport, made by `rapport settings`. What is commented out has its default.

            """
        return head
            + Setting.all.map { setting in
                let range = setting.range.map { " From \($0.lowerBound) to \($0.upperBound)." } ?? ""
                let unit = setting.unit.isEmpty ? "" : " Unit: \(setting.unit)."
                return """

                    # \(setting.meaning)
                    #\(unit)\(range) Default: \(setting.standard).
                    #\(setting.name)=\(setting.range == nil ? "" : setting.standard)

                    """
            }.joined()
    }
}
