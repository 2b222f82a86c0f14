import Domain
import struct Foundation.UUID

/// Finds for each pairing that an import tells which stored one it is, if any.
///
/// Two pairings of the same people with the same status and first day are one. Beyond that, a pairing lives on when
/// its status changes: a told pairing is the stored one of the same known first day, or else the pair's open one
/// that had no first day yet. Each stored pairing is at most one told one, so that a pair's history is never
/// folded together.
///
/// - Complexity: O(told + stored).
struct PairingMerge {
    /// A stored pairing, its people as rows of the told snapshot.
    struct Known {
        var id: UUID
        var pairing: Pairing
    }

    /// For each told pairing the stored one it is; nil when it is new.
    private(set) var matches: [Known?]

    /// Matches `told` with `stored`.
    ///
    /// - Parameter startedIsTold: false when the folder has no first days; a told pairing then is the pair's newest
    ///   of the same status, or else its open one.
    init(told: [Pairing], stored: [Known], startedIsTold: Bool) {
        matches = Array(repeating: nil, count: told.count)
        var waiting: [Pair: [Known]] = [:]
        for known in stored { waiting[Pair(known.pairing), default: []].append(known) }
        for pair in waiting.keys { waiting[pair]?.sort { Self.isNewer($0.pairing, $1.pairing) } }
        let rules: [(Pairing, Pairing) -> Bool] =
            startedIsTold
            ? [
                { $0.status == $1.status && $0.started == $1.started },
                { $0.started != nil && $0.started == $1.started },
                { _, stored in stored.status.isOpen && stored.started == nil },
            ]
            : [{ $0.status == $1.status }, { _, stored in stored.status.isOpen }]
        // An open pairing continues the open one rather than a closed one that is told beside it.
        let order = told.indices.sorted {
            (told[$0].status.isOpen ? 0 : 1, $0) < (told[$1].status.isOpen ? 0 : 1, $1)
        }
        for rule in rules {
            for index in order where matches[index] == nil {
                let pair = Pair(told[index])
                guard let place = waiting[pair]?.firstIndex(where: { rule(told[index], $0.pairing) }) else {
                    continue
                }
                matches[index] = waiting[pair]?.remove(at: place)
            }
        }
    }

    private static func isNewer(_ left: Pairing, _ right: Pairing) -> Bool {
        (left.started?.daysSince1970 ?? .min) > (right.started?.daysSince1970 ?? .min)
    }

    private struct Pair: Hashable {
        var personA: Int
        var personB: Int

        init(_ pairing: Pairing) {
            personA = pairing.personA
            personB = pairing.personB
        }
    }
}
