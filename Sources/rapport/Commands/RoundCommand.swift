import ArgumentParser
import Domain
import Nightly
import Storage

/// `rapport round ROUND`: a published round in words.
struct RoundCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "round",
        abstract:
            "Show a published round: every change with its cause and reasons, and what more changes would gain.",
        discussion: "With --side only what the people of that side may read.")

    @Argument(help: "A round's id, as rematch prints it, or an alliance's key for its newest round.")
    var round: String
    @Option(help: "a or b.", transform: Self.side) var side: Domain.Side?
    @OptionGroup var options: DatabaseOptions

    private static func side(_ text: String) throws -> Domain.Side {
        guard let side = Domain.Side(rawValue: text) else { throw ValidationError("--side must be a or b.") }
        return side
    }

    func run() async throws {
        let bundle = try await options.withDatabase { ReplayBundle(try await $0.batch.storedRound(round)) }
        let (snapshot, published) = try bundle.published()
        Terminal.say(bundle.name)
        Terminal.show(RoundText(published, of: snapshot, for: side).text)
    }
}
