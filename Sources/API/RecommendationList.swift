public import Domain

public import Scoring

/// A person's recommended counterparts, as the API and `rapport recommend --format json` show them.
public struct RecommendationList: Encodable, Sendable {
    /// Key of the person who is looked after.
    public var person: String
    /// Their name; nil when unknown.
    public var name: String?
    /// The side they stand on.
    public var side: Side
    /// The revision of the alliance that the model was fitted to.
    public var fittedRevision: Int64
    /// The revision of the alliance now.
    public var revision: Int64
    /// Best first.
    public var recommendations: [Recommendation]

    /// One recommended counterpart.
    public struct Recommendation: Encodable, Sendable {
        /// 1 is the best.
        public var rank: Int
        /// Key of the counterpart.
        public var person: String
        /// Their name; nil when unknown.
        public var name: String?
        /// Key of their company.
        public var company: String
        /// Posterior mean of the mutual chemistry, 0 to 100.
        public var chemistry: Double
        /// Its posterior standard deviation.
        public var chemistrySD: Double
        /// Where the chemistry lies with a probability of 80 %.
        public var chemistryInterval: [Double]
        /// The chance that a trial ends in a lasting pairing.
        public var continueBoth: Double
        /// Probabilities of slight, medium and great success; nil where the instrument has no reference.
        public var levels: Levels?
        /// Where the number comes from.
        public var evidence: EvidenceShares
        /// Counterparts of one band cannot be told apart yet; 1 is the best band.
        public var tieBand: Int
        /// The largest reasons, for the person's own side.
        public var reasons: [String]
        /// How many customers both cover.
        public var sharedAccounts: Int
        /// Whether the counterpart has room for one more pairing.
        public var available: Bool
        /// Whether the counterpart is away on the day of the ranking.
        public var away: Bool
        /// The last day of that absence, `yyyy-mm-dd`; nil when they are here, or when nobody knows.
        public var awayUntil: String?
        /// What else would have to be removed before the two could be paired, as sentences' parts.
        public var hindrances: [String]
        /// The open pairing that the two have already; nil when there is none.
        public var pairing: PairingStatus?
    }

    /// Probabilities of the levels of success.
    public struct Levels: Encodable, Sendable {
        /// Probability of slight success.
        public var slight: Double
        /// Probability of medium success.
        public var medium: Double
        /// Probability of great success.
        public var great: Double
    }

    /// Shares that add up to 1.
    public struct EvidenceShares: Encodable, Sendable {
        /// From the alliance as a whole and the profiles.
        public var prior: Double
        /// From what is known of the two people.
        public var people: Double
        /// From what the two said of each other.
        public var pair: Double
    }
}

extension RecommendationList {
    /// Ranks the counterparts of a person: everybody on the other side who is active, has a capacity and is not vetoed.
    ///
    /// - Parameters:
    ///   - person: a row of `snapshot.people`.
    ///   - sharedAccounts: how many customers each row of `snapshot.people` shares with the person.
    ///   - limit: how many to list, 1 or more.
    ///   - onlyAvailable: whether to leave out who has no room for one more pairing.
    ///   - today: the day for which absences and releases are read.
    public init(
        for person: Int, in snapshot: Snapshot, by posterior: Posterior, revision: Int64,
        fittedRevision: Int64,
        sharedAccounts: [Int: Int], limit: Int, onlyAvailable: Bool = false, today: Day
    ) {
        let own = snapshot.people[person]
        self.person = own.key
        name = own.name
        side = snapshot.side(of: person)
        self.revision = revision
        self.fittedRevision = fittedRevision
        let situation = PairingSituation(of: person, in: snapshot, today: today)
        let candidates = situation.candidates.filter { !onlyAvailable || situation.hasRoom($0) }
        let ranking = posterior.ranking(for: person, among: candidates, limit: limit)
        recommendations = ranking.enumerated().map { index, ranked in
            Recommendation(
                ranked, rank: index + 1, in: snapshot, situation, shared: sharedAccounts[ranked.person] ?? 0)
        }
    }
}

extension RecommendationList.Recommendation {
    fileprivate init(
        _ ranked: RankedCandidate, rank: Int, in snapshot: Snapshot, _ situation: PairingSituation,
        shared: Int
    ) {
        let counterpart = snapshot.people[ranked.person]
        let prediction = ranked.prediction
        self.rank = rank
        person = counterpart.key
        name = counterpart.name
        company = snapshot.companies[counterpart.company].key
        chemistry = prediction.chemistry.rounded(toPlaces: 1)
        chemistrySD = prediction.chemistrySD.rounded(toPlaces: 1)
        // 1.2816 standard deviations to both sides hold 80 % of a normal distribution.
        chemistryInterval = [-1.2816, 1.2816].map { z in
            min(100, max(0, prediction.chemistry + z * prediction.chemistrySD)).rounded(toPlaces: 1)
        }
        continueBoth = prediction.continueBoth.rounded(toPlaces: 3)
        levels = prediction.levels.map { levels in
            RecommendationList.Levels(
                slight: levels.slight.rounded(toPlaces: 3), medium: levels.medium.rounded(toPlaces: 3),
                great: levels.great.rounded(toPlaces: 3))
        }
        evidence = RecommendationList.EvidenceShares(
            prior: prediction.evidence.prior.rounded(toPlaces: 3),
            people: prediction.evidence.people.rounded(toPlaces: 3),
            pair: prediction.evidence.pair.rounded(toPlaces: 3))
        tieBand = ranked.tieBand + 1
        reasons = ranked.reasons.map(\.text)
        sharedAccounts = shared
        available = situation.hasRoom(ranked.person)
        let absence = snapshot.absences.first { $0.person == ranked.person && $0.covers(situation.today) }
        away = absence != nil
        awayUntil = absence?.last.map(\.description)
        hindrances = situation.hindrances(with: ranked.person, in: snapshot)
        pairing = situation.openPairing[ranked.person]
    }
}

/// Who can be recommended to a person, and how everybody stands.
private struct PairingSituation {
    /// Rows of the people who can be recommended.
    let candidates: [Int]
    /// Open pairings of the person, by the other's row.
    let openPairing: [Int: PairingStatus]
    let today: Day
    private let person: Int
    /// Free places by row.
    private let room: [Int]

    init(of person: Int, in snapshot: Snapshot, today: Day) {
        self.person = person
        self.today = today
        let side = snapshot.side(of: person)
        var vetoed: Set<Int> = []
        for rule in snapshot.rules where rule.kind == .veto {
            if rule.personA == person { vetoed.insert(rule.personB) }
            if rule.personB == person { vetoed.insert(rule.personA) }
        }
        var open: [Int: PairingStatus] = [:]
        for pairing in snapshot.pairings where pairing.status.isOpen {
            if pairing.personA == person { open[pairing.personB] = pairing.status }
            if pairing.personB == person { open[pairing.personA] = pairing.status }
        }
        let others = snapshot.people(on: side.opposite)
        candidates = others.filter { other in
            snapshot.people[other].active && snapshot.people[other].capacity > 0 && !vetoed.contains(other)
        }
        openPairing = open
        room = snapshot.freePlaces()
    }

    func hasRoom(_ person: Int) -> Bool { room[person] > 0 }

    /// What stands between the person and a counterpart, but for places, which are told apart, and agreements, which are
    /// signed once a trial is near.
    func hindrances(with counterpart: Int, in snapshot: Snapshot) -> [String] {
        let (a, b) = snapshot.side(of: person) == .a ? (person, counterpart) : (counterpart, person)
        return Domain.hindrances(between: a, and: b, in: snapshot, agreed: [], on: today).compactMap {
            switch $0 {
            case .noRoom, .noAgreement: nil
            case .veto, .inactive, .companyHold, .openConflict: $0.text
            }
        }
    }
}

extension Double {
    /// The nearest number with so many decimals.
    func rounded(toPlaces places: Int) -> Double {
        var factor = 1.0
        for _ in 0..<places { factor *= 10 }
        return (self * factor).rounded() / factor
    }
}
