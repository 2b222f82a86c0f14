import Domain
import Foundation
import Postgres
import Storage
import Testing

/// What the paths of pairings, rounds, customers and companies name, by place.
struct LifeThings {
    let byParameter: [String: [AccessWorld.Place: String]]

    /// - Parameter people: keys of people by place.
    init(_ service: TestService, _ people: [AccessWorld.Place: String]) async throws {
        let things = LifeThings.Plant(service: service, people: people)
        byParameter = [
            "pairing": try await things.pairings(), "round": try await things.rounds(),
            "agreement": try await things.agreements(), "company": try things.companies(isOther: false),
            "other": try things.companies(isOther: true), "counterpart": try things.counterparts(),
        ]
    }

    private struct Plant {
        let service: TestService
        let people: [AccessWorld.Place: String]

        /// A person's pairing stands where the person does; of somebody on the other side, one with a person of another company.
        func pairings() async throws -> [AccessWorld.Place: String] {
            var found: [AccessWorld.Place: String] = [.missing: UUID().text]
            for place in [AccessWorld.Place.own, .sameCompany, .sameSide, .otherAlliance] {
                let key = try #require(people[place])
                let ids = try await service.client.read(
                    """
                    select pairing_id from rapport.pairing
                    join rapport.salesperson using (alliance_id)
                    where salesperson.key = \(key) and number in (person_a, person_b)
                        and (alliance_id = \(service.alliance.uuid)) = \(place != .otherAlliance)
                    """, as: UUID.self)
                found[place] = try #require(ids.first).text
            }
            found[.otherSide] = found[.sameSide]
            return found
        }

        /// Rounds are the alliance's.
        func rounds() async throws -> [AccessWorld.Place: String] {
            try await service.client.transaction { transaction in
                _ = try await transaction.execute(
                    """
                    insert into rapport.round (alliance_id, round_id, day, seed, revision, policy, utility,
                        present_utility, warnings, published_at, change_count)
                    select alliance_id, gen_random_uuid(), '2026-11-27', 1, 1, '{}', 0, 0, '{}', now(), 0
                    from rapport.alliance
                    """)
                _ = try await transaction.execute(
                    """
                    insert into rapport.round_input (alliance_id, round_id, program, facts, model, round,
                        published_at, facts_sha256, model_sha256, round_sha256)
                    select alliance_id, round_id, 'test', '', '', '', now(), sha256(''), sha256(''), sha256('')
                    from rapport.round
                    """)
            }
            let ids = try await service.client.read(
                "select alliance_id, round_id from rapport.round", as: (UUID, UUID).self)
            let own = try #require(ids.first { $0.0 == service.alliance.uuid }).1.text
            let foreign = try #require(ids.first { $0.0 != service.alliance.uuid }).1.text
            return [
                .own: own, .sameCompany: own, .sameSide: own, .otherSide: own, .otherAlliance: foreign,
                .missing: UUID().text,
            ]
        }

        /// An agreement about a customer whom the person of the place alone covers.
        func agreements() async throws -> [AccessWorld.Place: String] {
            var found: [AccessWorld.Place: String] = [.missing: UUID().text]
            for place in AccessWorld.Place.allCases where place != .missing {
                let key = try #require(people[place])
                let id = UUID()
                try await service.client.transaction { transaction in
                    _ = try await transaction.execute(
                        """
                        insert into rapport.account_coverage (alliance_id, account, person)
                        select alliance_id, \("account-\(place.rawValue)"), number from rapport.salesperson
                        where key = \(key) and (alliance_id = \(service.alliance.uuid)) = \(place != .otherAlliance)
                        """)
                    _ = try await transaction.execute(
                        """
                        insert into rapport.control_agreement
                            (alliance_id, agreement_id, account, lead, shared, signed_a, version, proposed_at)
                        select alliance_id, \(id), account, 'a', '{}', now(), 1, now()
                        from rapport.account_coverage
                        where account = \("account-\(place.rawValue)")
                        limit 1
                        """)
                    try await transaction.announcePlanted()
                }
                found[place] = id.text
            }
            return found
        }

        /// A company of a place, or one that stands opposite to it.
        func companies(isOther: Bool) throws -> [AccessWorld.Place: String] {
            func company(of place: AccessWorld.Place) throws -> String {
                let snapshot = service.record.snapshot
                let row = try #require(snapshot.people.firstIndex { $0.key == people[place] })
                return snapshot.companies[snapshot.people[row].company].key
            }
            let (own, side) = (try company(of: .own), try company(of: .sameSide))
            let opposite = try company(of: .otherSide)
            let foreign: [AccessWorld.Place: String] = [.otherAlliance: "elsewhere", .missing: "nowhere"]
            let places: [AccessWorld.Place: String] =
                isOther
                ? [.own: opposite, .sameCompany: opposite, .sameSide: opposite, .otherSide: own]
                : [.own: own, .sameCompany: own, .sameSide: side, .otherSide: opposite]
            return places.merging(foreign) { known, _ in known }
        }

        /// Somebody opposite to the person of each place.
        func counterparts() throws -> [AccessWorld.Place: String] {
            let opposite = try #require(people[.otherSide])
            let own = try #require(people[.own])
            return [
                .own: opposite, .sameCompany: opposite, .sameSide: opposite, .otherSide: own,
                .otherAlliance: opposite, .missing: opposite,
            ]
        }
    }
}
