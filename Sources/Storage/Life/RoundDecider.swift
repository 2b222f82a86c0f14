import Domain
import Foundation
import Postgres

/// Carries out what sides say to the changes of a round.
///
/// A change takes effect when both sides have accepted it; one side's no settles it. What a round proposed may have been
/// overtaken by what people did since: then it cannot be accepted any more.
struct RoundDecider {
    let edit: Edit
    let round: UUID
    /// Whether the alliance's policy decides, and no person.
    let isAutomatic: Bool

    /// Carries one decision out.
    func carryOut(_ decision: RoundDecision, on change: StoredChange) async throws {
        guard change.decisions[decision.side] == nil else {
            throw LifeStoreError.decidedAlready(change.position)
        }
        switch (change.change.action, decision.answer) {
        case (.begin, .accept): try await acceptBeginning(decision, change)
        case (.begin, .decline): try await declineBeginning(decision, change)
        case (.end, .accept): try await acceptEnding(decision, change)
        case (.end, .decline): break
        }
        try await write(decision)
    }

    private func acceptBeginning(_ decision: RoundDecision, _ change: StoredChange) async throws {
        guard change.decisions[decision.side.opposite] != .decline else {
            throw LifeStoreError.overtaken(change.position, "the other side has declined.")
        }
        let (a, b) = (change.change.personA, change.change.personB)
        let standing = try await edit.hindrances(between: a, and: b)
        let place = ChangePlace(round: round, position: change.position)
        if let pairing = try await edit.reader.pairing(from: place) {
            guard pairing.life.status == .proposed else {
                throw LifeStoreError.overtaken(
                    change.position, "its pairing is \(pairing.life.status.words).")
            }
            guard !pairing.life.acceptedBy.contains(decision.side) else { return }
            let life = try pairing.life.taking(.accept, by: decision.side, on: edit.today, despite: standing)
            _ = try await edit.update(pairing, to: life)
        } else {
            let life = try PairingLife().taking(.accept, by: decision.side, on: edit.today, despite: standing)
            _ = try await edit.insert(life, a, b, from: place)
        }
    }

    private func declineBeginning(_ decision: RoundDecision, _ change: StoredChange) async throws {
        let place = ChangePlace(round: round, position: change.position)
        let no = LifeStep.decline(reason: decision.reason, neverAgain: decision.neverAgain)
        if let pairing = try await edit.reader.pairing(from: place) {
            guard pairing.life.status == .proposed || pairing.life.status == .accepted else {
                guard pairing.life.status.isOpen else { return }
                throw LifeStoreError.overtaken(
                    change.position, "its pairing is \(pairing.life.status.words).")
            }
            _ = try await edit.update(pairing, to: pairing.life.taking(no, by: decision.side, on: edit.today))
        } else {
            let life = try PairingLife().taking(no, by: decision.side, on: edit.today)
            _ = try await edit.insert(life, change.change.personA, change.change.personB, from: place)
        }
    }

    private func acceptEnding(_ decision: RoundDecision, _ change: StoredChange) async throws {
        let (a, b) = (change.change.personA, change.change.personB)
        guard let pairing = try await edit.reader.openPairing(a, b), pairing.life.status.isRunning else {
            throw LifeStoreError.overtaken(change.position, "the pairing is over already.")
        }
        switch change.decisions[decision.side.opposite] {
        case nil: return
        case .decline?: throw LifeStoreError.overtaken(change.position, "the other side wants to go on.")
        case .accept?:
            let reason = decision.reason ?? "Both sides accepted what the round proposed."
            let end = LifeStep.end(reason: reason, neverAgain: decision.neverAgain)
            _ = try await edit.update(
                pairing, to: pairing.life.taking(end, by: decision.side, on: edit.today))
        }
    }

    private func write(_ decision: RoundDecision) async throws {
        try await edit.transaction.execute(
            """
            insert into rapport.round_decision
                (alliance_id, round_id, position, side, decision, reason, never_again, automatic, decided_at)
            values (\(edit.id.uuid), \(round), \(decision.position), \(decision.side.rawValue),
                \(decision.answer.rawValue), \(decision.reason), \(decision.neverAgain), \(isAutomatic),
                \(edit.instant))
            """)
        try await edit.note(
            Deed(
                "round.decided", on: "round", round.text,
                evidence: [
                    "position": "\(decision.position)", "side": decision.side.rawValue,
                    "answer": decision.answer.rawValue,
                ]))
    }
}

extension [RoundDecision] {
    /// In the order in which they stand least in each other's way: a no frees, an end frees, a beginning needs room.
    func ordered(by changes: [Int: StoredChange]) -> [RoundDecision] {
        func rank(_ decision: RoundDecision) -> Int {
            switch (decision.answer, changes[decision.position]?.change.action) {
            case (.decline, _): 0
            case (.accept, .end): 1
            default: 2
            }
        }
        return sorted { (rank($0), $0.position) < (rank($1), $1.position) }
    }
}
