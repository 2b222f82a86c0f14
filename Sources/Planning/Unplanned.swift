/// Why a person is not planned for tonight.
struct Unplanned {
    /// How whoever reads it knows the person.
    let name: String
    let reason: Reason

    enum Reason {
        case inactive
        case away
        /// They want no counterparts at all.
        case takesNobody
        /// Pairings that are accepted, on trial or confirmed take every place.
        case full
        /// Proposals ask for every free place. They take none: the first to be accepted does.
        case awaitsAnswers
    }

    /// What is said of it, without a stop.
    var text: String {
        switch reason {
        case .inactive: "\(name) is inactive"
        case .away: "\(name) is away"
        case .takesNobody: "\(name) takes no counterparts"
        case .full: "\(name) has no free place"
        case .awaitsAnswers:
            "\(name) waits for the answers to proposals, of which the first to be accepted takes the place"
        }
    }
}
