import ArgumentParser
import Domain
import Foundation
import Nightly
import Storage

/// `rapport replay ROUND`: plans a published round again.
struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Plan a published round again from what it was planned from, and compare byte for byte.",
        discussion: """
            A bundle holds names, profiles and the model of an alliance, and no sheet: treat it as confidential. On another \
            machine, --from FILE needs no database. Exit status: 0 the same bytes, 1 not.
            """)

    @Argument(help: "A round's id, as rematch prints it, or an alliance's key for its newest round.")
    var round: String?
    @Option(help: "Write the bundle to this file too.") var export: String?
    @Option(help: "Replay this bundle instead of a stored round.") var from: String?
    @OptionGroup var options: DatabaseOptions

    func validate() throws {
        guard (round == nil) != (from == nil) else {
            throw ValidationError("Name a round, or a bundle with --from FILE.")
        }
    }

    func run() async throws {
        let bundle = try await bundle()
        if let export {
            guard
                FileManager.default.createFile(
                    atPath: export, contents: Data(try bundle.file()), attributes: [.posixPermissions: 0o600])
            else { throw UnusableFile(path: export, verb: "written") }
        }
        let count = try bundle.replay()
        Terminal.say("\(bundle.name): planned again, the same \(count) bytes, SHA-256 \(bundle.digest)")
    }

    private func bundle() async throws -> ReplayBundle {
        if let from {
            guard let data = FileManager.default.contents(atPath: from) else {
                throw UnusableFile(path: from, verb: "read")
            }
            return try ReplayBundle(file: [UInt8](data))
        }
        let name = round ?? ""
        return try await options.withDatabase { ReplayBundle(try await $0.batch.storedRound(name)) }
    }
}

/// A file that cannot be read or written.
private struct UnusableFile: Problem {
    let path: String
    let verb: String

    var problem: ProblemText {
        ProblemText(
            kind: .missing, code: "replay.unusable-file", message: "\(path) cannot be \(verb).",
            hint: "Check the path and who may use it.")
    }
}
