/// How an alliance wants its nights planned. Stored with every round.
///
/// Fields that a stored policy lacks have their defaults: old rounds stay readable.
public struct Policy: Sendable, Hashable, Codable {
    /// What makes one plan better than another.
    public enum Objective: String, Sendable, Hashable, CaseIterable, Codable {
        /// The greatest sum of utilities.
        case total
        /// The best worst new pair first, then the greatest sum.
        case worstFirst = "worst-first"
    }

    /// What makes one plan better than another.
    public var objective: Objective
    /// What ending a confirmed pairing costs, in points of utility: a better pair must be better by this much.
    public var changeCost: Double
    /// The least utility at which a new pair is proposed, in points.
    public var leastUtility: Double
    /// The most pairings begun and ended in one night, those that rules force apart; nil for any number.
    public var changesPerNight: Int?
    /// The most pairings begun, and the most ended, for one person in one night; nil for any number.
    public var changesPerPerson: Int?
    /// What each shared customer adds to a pair's utility, in points.
    public var sharedAccountBonus: Double
    /// The most that shared customers add to one pair, in points.
    public var sharedAccountLimit: Double
    /// What a salesperson's wish adds to a pair's utility, or takes from it, in points: little beside what is known.
    public var preferenceWeight: Double
    /// Weight of what a trial would teach, against what it is expected to bring; 0 never explores. One half by default: a
    /// better counterpart is gained once, while two people's other uses make room for it.
    public var explorationWeight: Double
    /// For how many trials' time a good counterpart, once found, is expected to stay: what knowledge is good for.
    public var explorationHorizon: Double
    /// The largest share of the people with room who may be proposed a pairing for what it teaches, 0 ... 1.
    public var explorationShare: Double
    /// Probability with which an exploration that is worth it is proposed, 0 ... 1. Below 1 leaves a random part of the
    /// alliance unexplored each night, from which the effect of exploring can be told.
    public var explorationChance: Double
    /// Keys of people who are never part of an exploration.
    public var protectedPeople: [String]
    /// Keys of accounts whose people are never part of an exploration.
    public var protectedAccounts: [String]
    /// How long two people are not proposed to each other after their pairing was declined or ended, in days.
    public var coolDownDays: Int
    /// With more possible pairs than ``denseLimit``, how many candidates each person keeps by expected utility; half as
    /// many come on top by what a trial of them may teach.
    public var candidatesPerPerson: Int
    /// Up to how many possible pairs a plan looks at every one.
    public var denseLimit: Int
    /// Whether proposed changes count as accepted by both sides as soon as they are published, without anybody's word.
    public var autoAccept: Bool

    /// Makes a policy; the defaults suit an alliance that has none of its own.
    public init(
        objective: Objective = .total, changeCost: Double = 5, leastUtility: Double = 20,
        changesPerNight: Int? = nil, changesPerPerson: Int? = nil, sharedAccountBonus: Double = 1,
        sharedAccountLimit: Double = 5, preferenceWeight: Double = 3, explorationWeight: Double = 0.5,
        explorationHorizon: Double = 12,
        explorationShare: Double = 1, explorationChance: Double = 1, protectedPeople: [String] = [],
        protectedAccounts: [String] = [], coolDownDays: Int = 365, candidatesPerPerson: Int = 32,
        denseLimit: Int = 25_000_000, autoAccept: Bool = false
    ) {
        self.objective = objective
        self.changeCost = changeCost
        self.leastUtility = leastUtility
        self.changesPerNight = changesPerNight
        self.changesPerPerson = changesPerPerson
        self.sharedAccountBonus = sharedAccountBonus
        self.sharedAccountLimit = sharedAccountLimit
        self.preferenceWeight = preferenceWeight
        self.explorationWeight = explorationWeight
        self.explorationHorizon = explorationHorizon
        self.explorationShare = explorationShare
        self.explorationChance = explorationChance
        self.protectedPeople = protectedPeople
        self.protectedAccounts = protectedAccounts
        self.coolDownDays = coolDownDays
        self.candidatesPerPerson = candidatesPerPerson
        self.denseLimit = denseLimit
        self.autoAccept = autoAccept
    }
}

extension Policy {
    /// Reads a policy; what is missing has its default.
    public init(from decoder: any Decoder) throws {
        self.init()
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        func take<Value: Decodable>(_ path: WritableKeyPath<Policy, Value>, _ key: CodingKeys) throws {
            if let value = try fields.decodeIfPresent(Value.self, forKey: key) { self[keyPath: path] = value }
        }
        try take(\.objective, .objective)
        try take(\.changeCost, .changeCost)
        try take(\.leastUtility, .leastUtility)
        changesPerNight = try fields.decodeIfPresent(Int.self, forKey: .changesPerNight)
        changesPerPerson = try fields.decodeIfPresent(Int.self, forKey: .changesPerPerson)
        try take(\.sharedAccountBonus, .sharedAccountBonus)
        try take(\.sharedAccountLimit, .sharedAccountLimit)
        try take(\.preferenceWeight, .preferenceWeight)
        try take(\.explorationWeight, .explorationWeight)
        try take(\.explorationHorizon, .explorationHorizon)
        try take(\.explorationShare, .explorationShare)
        try take(\.explorationChance, .explorationChance)
        try take(\.protectedPeople, .protectedPeople)
        try take(\.protectedAccounts, .protectedAccounts)
        try take(\.coolDownDays, .coolDownDays)
        try take(\.candidatesPerPerson, .candidatesPerPerson)
        try take(\.denseLimit, .denseLimit)
        try take(\.autoAccept, .autoAccept)
    }
}
