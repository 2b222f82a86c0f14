import Domain
import Foundation
import Postgres

extension Edit {
    /// Accepts a round's changes for both sides.
    ///
    /// What people have overtaken or what stands in the way waits for people, as it would otherwise.
    func acceptAll(of round: UUID) async throws {
        let reader = RoundReader(transaction: transaction, record: record)
        let changes = try await reader.byPosition(round, nil)
        let all = changes.keys.flatMap { position in
            Side.allCases.map { RoundDecision(position: position, side: $0, answer: .accept) }
        }
        for decision in all.ordered(by: changes) {
            guard let change = try await reader.byPosition(round, [decision.position])[decision.position]
            else {
                continue
            }
            do {
                try await RoundDecider(edit: try await goneOn(), round: round, isAutomatic: true)
                    .carryOut(decision, on: change)
            } catch is LifeError {
                continue
            } catch is LifeStoreError {
                continue
            }
        }
        try await announce()
    }
}
