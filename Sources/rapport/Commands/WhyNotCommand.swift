import ArgumentParser
import Domain
import Nightly
import Planning
import Storage

/// `rapport why-not ALLIANCE PERSON PERSON`: why the newest round does not pair two people.
struct WhyNotCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why-not",
        abstract: "Say why the newest round does not pair two people, and what pairing them would take.",
        discussion: """
            Plans the round again from what it was planned from, and compares with the best plan that has the pair: exact, in \
            points of expected utility, without what a trial would teach.
            """)

    @Argument(help: "The alliance's key, or a round's id.") var round: String
    @Argument(help: "The key of a salesperson.") var person: String
    @Argument(help: "The key of a salesperson of the other side.") var counterpart: String
    @OptionGroup var options: DatabaseOptions

    func run() async throws {
        let bundle = try await options.withDatabase { ReplayBundle(try await $0.batch.storedRound(round)) }
        let (snapshot, night) = try bundle.planAgain()
        let (personA, personB) = try couple(in: snapshot)
        let clock = ContinuousClock()
        let began = clock.now
        let answer = try night.whyNot(personA, personB)
        let spent = Int((clock.now - began) / .milliseconds(1))
        Terminal.say("\(bundle.name): found in \(spent) ms")
        Terminal.show(Self.sentence(answer, personA, personB, snapshot) + "\n")
    }

    private func couple(in snapshot: Snapshot) throws -> (Int, Int) {
        let rows = try [person, counterpart].map { key in
            guard let row = snapshot.people.firstIndex(where: { $0.key == key }) else {
                throw NoCouple(message: "The round knows nobody with the key \(key).")
            }
            return row
        }
        switch (snapshot.side(of: rows[0]), snapshot.side(of: rows[1])) {
        case (.a, .b): return (rows[0], rows[1])
        case (.b, .a): return (rows[1], rows[0])
        default: throw NoCouple(message: "\(person) and \(counterpart) stand on the same side.")
        }
    }

    private static func sentence(_ answer: WhyNot, _ personA: Int, _ personB: Int, _ snapshot: Snapshot)
        -> String
    {
        func shown(_ person: Int) -> String { snapshot.people[person].name ?? snapshot.people[person].key }
        func couples(_ couples: [WhyNot.Couple]) -> String {
            couples.map { "\(shown($0.personA)) with \(shown($0.personB))" }.joined(separator: ", ")
        }
        let pair = "\(shown(personA)) with \(shown(personB))"
        switch answer {
        case .stands: return "\(pair): they are paired, or proposed to be."
        case .impossible(let reason), .promised(let reason): return "\(pair): \(reason)"
        case .gaveWay(let trials):
            return "\(pair): they give way for tonight to trials that teach more, \(couples(trials))."
        case .displaces(let cost, let ended, let begun):
            var sentence = "\(pair) would cost the alliance \((cost * 100).rounded() / 100) points"
            if !ended.isEmpty { sentence += "; not made would be \(couples(ended))" }
            if !begun.isEmpty { sentence += "; made instead would be \(couples(begun))" }
            return sentence + "."
        }
    }
}

/// Two people who could never be paired.
private struct NoCouple: Problem {
    let message: String

    var problem: ProblemText {
        ProblemText(
            kind: .missing, code: "why-not.no-couple", message: message,
            hint: "Give the keys of a salesperson of each side, as in salespeople.csv.")
    }
}
