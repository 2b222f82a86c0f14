import ArgumentParser
import Domain

/// `rapport settings`: every setting, as a file of environment variables.
struct SettingsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settings",
        abstract:
            "Check the settings and print them all as an environment file, with unit, default and range.")

    func run() throws {
        for setting in Setting.all where setting.range != nil { _ = try setting.number() }
        Terminal.show(Self.file)
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
