import Domain

/// Plays two years of an alliance in steps of a fortnight: people who have room are proposed to each other,
/// accept or decline, try it for six weeks, and go on when both would.
struct History {
    /// Fortnights of history.
    static let steps = 52
    /// Days of a step.
    static let stepLength = 14

    let people: [SamplePerson]
    private let today: Day
    private var dice: Dice
    private var writer: SheetWriter
    /// Every pairing so far; a pair is tried at most once.
    private(set) var bonds: [Bond] = []
    /// Places in ``bonds`` of those that are open.
    private var open: [Int] = []
    private var room: [Int]
    /// Counterparts that each person of side a has met.
    private var met: [[Int32]]
    /// When each person leaves the field, as a step; beyond the last for those who stay.
    private var leaving: [Int]
    private let counterparts: Counterparts

    init(people: [SamplePerson], chemistry: Chemistry, today: Day, dice: Dice) {
        var dice = dice
        self.people = people
        self.today = today
        writer = SheetWriter(chemistry: chemistry, dice: dice.fork())
        room = people.map(\.salesperson.capacity)
        met = Array(repeating: [], count: people.count)
        leaving = people.map { $0.salesperson.active ? Int.max : 12 + dice.below(Self.steps - 12) }
        counterparts = Counterparts(people: people)
        self.dice = dice
    }

    /// Plays all steps.
    mutating func run() {
        for step in 0...Self.steps {
            advance(step)
            propose(step)
        }
    }

    /// Pairings by person a, then person b.
    func sortedPairings() -> [Pairing] {
        bonds.map(\.pairing).sorted { ($0.personA, $0.personB) < ($1.personA, $1.personB) }
    }

    /// Sheets by rater, target and day.
    func sortedSheets() -> SheetTable { writer.sorted() }

    /// A working day shortly before the end of a step. Days of different steps never meet.
    private mutating func day(of step: Int) -> Day {
        let day = today.advanced(byDays: (step - Self.steps) * Self.stepLength - dice.below(10))
        // 1970-01-01 was a Thursday: 0 is Monday.
        let weekday = ((Int(day.daysSince1970) + 3) % 7 + 7) % 7
        return day.advanced(byDays: min(0, 4 - weekday))
    }
}

/// A pairing of the history and where it stands.
struct Bond {
    var pairing: Pairing
    /// The step in which it took its present status.
    var since: Int
    /// Steps of a confirmed pairing until it is next looked at.
    var nextReview = 0
}

/// The people of side b, in all and by region.
private struct Counterparts {
    let all: [Int]
    let byRegion: [[Int]]

    init(people: [SamplePerson]) {
        let all = people.indices.filter { people[$0].side == .b }
        byRegion = Words.regions.indices.map { region in all.filter { people[$0].profile.region == region } }
        self.all = all
    }
}

// What happens in one step.
extension History {
    private mutating func advance(_ step: Int) {
        for place in open {
            var bond = bonds[place]
            advance(&bond, step)
            bonds[place] = bond
        }
        open.removeAll { !bonds[$0].pairing.status.isOpen }
    }

    private mutating func advance(_ bond: inout Bond, _ step: Int) {
        let leaver = [bond.pairing.personA, bond.pairing.personB].contains { leaving[$0] <= step }
        switch bond.pairing.status {
        case .proposed where leaver || dice.chance(0.14):
            close(&bond, .declined, nil, dice.pick(Reasons.declined))
        case .accepted where leaver: close(&bond, .declined, nil, Reasons.left)
        case .trial where leaver, .confirmed where leaver: close(&bond, .ended, day(of: step), Reasons.left)
        case .proposed where dice.chance(0.65):
            bond.pairing.status = .accepted
            bond.since = step
        case .accepted where dice.chance(0.65):
            bond.pairing.status = .trial
            bond.pairing.started = day(of: step)
            bond.since = step
        case .trial: advanceTrial(&bond, step)
        case .confirmed where step >= bond.nextReview: review(&bond, step, .confirmed)
        case .proposed, .accepted, .confirmed, .declined, .ended: break
        }
    }

    private mutating func advanceTrial(_ bond: inout Bond, _ step: Int) {
        switch step - bond.since {
        case 1 where dice.chance(0.35): _ = ask(bond, step)
        case 3...: review(&bond, step, .trial)
        default: break
        }
    }

    /// Both write a sheet; the pairing goes on when both would.
    private mutating func review(_ bond: inout Bond, _ step: Int, _ status: PairingStatus) {
        let (verdicts, lastDay) = ask(bond, step)
        if let worst = verdicts.filter({ !$0.goesOn }).min(by: { $0.success < $1.success }) {
            close(&bond, .ended, lastDay, dice.chance(0.9) ? Reasons.byWeakestFactor[worst.weakest] : nil)
            return
        }
        if status == .trial {
            bond.pairing.status = .confirmed
            bond.since = step
        }
        bond.nextReview = step + 11 + dice.below(5)
    }

    /// Both verdicts, and the later of the two days.
    private mutating func ask(_ bond: Bond, _ step: Int) -> ([SheetWriter.Verdict], Day) {
        let (a, b) = (bond.pairing.personA, bond.pairing.personB)
        let (dayA, dayB) = (day(of: step), day(of: step))
        let verdicts = [
            writer.write(rater: a, target: b, day: dayA), writer.write(rater: b, target: a, day: dayB),
        ]
        return (verdicts, max(dayA, dayB))
    }

    /// Closes a pairing; `day` is its last one, nil when it never began.
    private mutating func close(_ bond: inout Bond, _ status: PairingStatus, _ day: Day?, _ reason: String?) {
        bond.pairing.status = status
        bond.pairing.reason = reason
        bond.pairing.ended = day
        room[bond.pairing.personA] += 1
        room[bond.pairing.personB] += 1
    }

    private mutating func propose(_ step: Int) {
        var seekers = people.indices.filter { people[$0].side == .a && isFree($0, step) }
        dice.shuffle(&seekers)
        for seeker in seekers where dice.chance(0.6) {
            guard let other = findCounterpart(of: seeker, step) else { continue }
            met[seeker].append(Int32(other))
            room[seeker] -= 1
            room[other] -= 1
            open.append(bonds.count)
            bonds.append(
                Bond(pairing: Pairing(personA: seeker, personB: other, status: .proposed), since: step))
        }
    }

    private func isFree(_ person: Int, _ step: Int) -> Bool { room[person] > 0 && leaving[person] > step }

    /// Someone with room whom the seeker has not met, mostly from the same region.
    private mutating func findCounterpart(of seeker: Int, _ step: Int) -> Int? {
        let near = counterparts.byRegion[people[seeker].profile.region]
        for _ in 0..<12 {
            let other = !near.isEmpty && dice.chance(0.7) ? dice.pick(near) : dice.pick(counterparts.all)
            if isFree(other, step), !met[seeker].contains(Int32(other)) { return other }
        }
        return nil
    }
}
