import API
import Domain
import Foundation
import Gateway
import Hummingbird
import Storage

/// `/console/people/{person}`: a person's recommended counterparts, in bands of those that cannot be told apart yet.
struct CounterpartPages: Sendable {
    let store: Store
    let cache: AllianceCache
    let desk: PairingDesk
    let pages: Pages

    /// How many are shown: a page, not a directory.
    private static let limit = 15

    func add(to group: some RouterMethods<SignedInContext>) {
        group.get("people/{person}", use: show)
    }

    @Sendable
    private func show(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let key = try context.parameters.part("person")
        let onlyFree = request.uri.queryParameters["free"] != nil
        let list = try await RecommendationList.read(
            ofPerson: key, limit: Self.limit, onlyAvailable: onlyFree, for: context.viewer, from: store,
            cache: cache)
        // Whom the viewer may read about, the viewer may propose for: managers and companies' admins.
        let mayPropose = context.viewer.company != nil
        let declined =
            mayPropose ? try await desk.declined(ofPerson: list.person, for: context.viewer, at: Date()) : [:]
        let page = CounterpartList(list, declined: declined)
        return try pages.show(
            "counterparts",
            [
                "name": list.name ?? list.person, "isStale": list.fittedRevision < list.revision,
                "bands": page.bands, "onlyFree": onlyFree, "ownLink": list.person.asPathPart,
                "mayPropose": mayPropose,
            ] as [String: Any])
    }
}

/// Recommendations as they stand on the page.
struct CounterpartList {
    /// Neighbours in the ranking that cannot be told apart yet.
    struct Band {
        var isTie: Bool
        var count: Int
        var word: String
        var members: [Member]
    }

    /// One counterpart. The bar is drawn 200 units wide.
    struct Member {
        var rank: Int
        var key: String
        var link: String
        var name: String
        var company: String
        var pairing: String?
        var available: Bool
        /// Version of the two people's pairing that was declined; nil when there is none.
        var declined: String?
        var chemistry: Int
        var low: Int
        var high: Int
        var barStart: Double
        var barWidth: Double
        var dot: Double
        var lasting: String
        var accounts: String?
        var reasons: [String]
        var pairShare: String
        var peopleShare: String
        var priorShare: String
    }

    let bands: [Band]

    /// - Parameter declined: versions of pairings that were declined, by counterpart.
    init(_ list: RecommendationList, declined: [String: Int64]) {
        var bands: [Band] = []
        var present = 0
        for recommendation in list.recommendations {
            if recommendation.tieBand != present {
                present = recommendation.tieBand
                bands.append(
                    Band(isTie: false, count: 0, word: bands.isEmpty ? "the best" : "behind", members: []))
            }
            bands[bands.count - 1].members.append(
                Member(recommendation, declined: declined[recommendation.person]))
        }
        self.bands = bands.map { band in
            var band = band
            band.count = band.members.count
            band.isTie = band.count > 1
            return band
        }
    }
}

extension CounterpartList.Member {
    init(_ recommendation: RecommendationList.Recommendation, declined: Int64?) {
        let interval = recommendation.chemistryInterval
        self.init(
            rank: recommendation.rank, key: recommendation.person, link: recommendation.person.asPathPart,
            name: recommendation.name ?? recommendation.person,
            company: recommendation.company, pairing: recommendation.pairing?.words,
            available: recommendation.available, declined: declined.map(String.init),
            chemistry: Int(recommendation.chemistry.rounded()),
            low: Int(interval[0].rounded()), high: Int(interval[1].rounded()), barStart: 2 * interval[0],
            barWidth: 2 * (interval[1] - interval[0]), dot: 2 * recommendation.chemistry,
            lasting: percent(recommendation.continueBoth),
            accounts: sharedAccounts(recommendation.sharedAccounts),
            reasons: recommendation.reasons, pairShare: percent(recommendation.evidence.pair),
            peopleShare: percent(recommendation.evidence.people),
            priorShare: percent(recommendation.evidence.prior))
    }
}

private func percent(_ share: Double) -> String { "\(Int((100 * share).rounded())) %" }

private func sharedAccounts(_ count: Int) -> String? {
    switch count {
    case 0: nil
    case 1: "1 shared customer"
    default: "\(count) shared customers"
    }
}
