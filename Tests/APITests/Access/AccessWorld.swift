import Domain
import Foundation
import HTTPTypes
import Storage
import Testing

/// Two alliances, and in the first one somebody of every role: the people of side a's first company in two teams, the viewer's
/// own first.
struct AccessWorld: Sendable {
    /// From where the thing is that a request names.
    enum Place: String, CaseIterable, Sendable {
        /// The viewer's own person or one of the viewer's team.
        case own
        /// Of the viewer's company, but another team.
        case sameCompany
        /// Of the viewer's side, but another company.
        case sameSide
        case otherSide
        case otherAlliance
        /// Nowhere.
        case missing
    }

    /// Nobody's id.
    private static let nobody = UUID().text

    /// Every role's word.
    static let roles = Viewer.Role.names

    let service: TestService
    /// A webhook of the alliance, and one of the other.
    let webhook: String
    let farWebhook: String
    /// A user of the alliance, and one of the other.
    let user: String
    let farUser: String
    /// A key of the alliance, and one of the other.
    let key: String
    let farKey: String
    /// Keys of people, by place.
    let people: [Place: String]
    /// The header of each role.
    let keys: [String: HTTPFields]
    /// Pairings, rounds, agreements and companies, by parameter and place.
    let lifeThings: [String: [Place: String]]

    static func make() async throws -> AccessWorld {
        let service = try await TestService.make { TestService.addCompany(to: &$0) }
        return try await AccessWorld(service)
    }
}

extension AccessWorld {
    fileprivate init(_ service: TestService) async throws {
        self.service = service
        let own = try #require(service.people(on: .a).first)
        let company = try service.companyNumber(of: own)
        let colleague = try #require(
            service.people(on: .a).first { try $0 != own && service.companyNumber(of: $0) == company })
        let elsewhere = try #require(
            service.people(on: .a).first { try service.companyNumber(of: $0) != company })
        people = [
            .own: own, .sameCompany: colleague, .sameSide: elsewhere,
            .otherSide: try #require(service.people(on: .b).first),
            .otherAlliance: try await service.storeAnotherAlliance(), .missing: "nobody",
        ]
        webhook = try await service.makeWebhook(in: service.alliance)
        farWebhook = try await service.makeWebhook(in: service.batch.alliance("another"))
        user = try await service.makeUser(in: service.alliance)
        farUser = try await service.makeUser(in: service.batch.alliance("another"))
        key = try await service.makeKey(in: service.alliance)
        farKey = try await service.makeKey(in: service.batch.alliance("another"))
        lifeThings = try await LifeThings(service, people).byParameter
        let team = try await service.makeTeam(of: own, in: company)
        keys = [
            "admin": try await service.key(.admin),
            "company-admin": try await service.key(.companyAdmin(company: company)),
            "manager": try await service.key(.manager(company: company, team: team)),
            "salesperson": try await service.key(.salesperson(number: try service.number(of: own))),
            "auditor": try await service.key(.auditor),
            "integration": try await service.key(.integration(scopes: Set(Viewer.Scope.allCases))),
        ]
    }

    /// What a path's parameter names, by place; nil when this world does not know the parameter.
    func values(of parameter: String) -> [Place: String]? {
        switch parameter {
        case "person": people
        // What belongs to the whole alliance.
        case "webhook": Self.everywhere(webhook, elsewhere: farWebhook, missing: UUID().uuidString)
        case "user": Self.everywhere(user, elsewhere: farUser, missing: Self.nobody)
        case "key": Self.everywhere(key, elsewhere: farKey, missing: Self.nobody)
        // The company says whose it is.
        case "team": Self.everywhere("north", elsewhere: "north", missing: "north")
        case "table": Self.everywhere("rules", elsewhere: "farTable", missing: "nothing")
        case "pairing", "round", "agreement", "company", "other", "counterpart": lifeThings[parameter]
        default: nil
        }
    }

    private static func everywhere(
        _ value: String, elsewhere: String, missing: String
    ) -> [Place: String] {
        [
            .own: value, .sameCompany: value, .sameSide: value, .otherSide: value, .otherAlliance: elsewhere,
            .missing: missing,
        ]
    }
}
