import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Storage
import Testing

/// The console's pages about customers, companies, wishes and the model: what they do, and for whom.
@Suite struct DeskPageTests {
    /// A browser that is signed in with a key.
    private struct Visitor {
        let client: any TestClientProtocol
        let cookie: String

        init(_ key: HTTPFields, _ client: any TestClientProtocol) async throws {
            self.client = client
            let token = try #require(key[.authorization]).replacing("Bearer ", with: "")
            let response = try await client.execute(
                uri: "/console/sign-in", method: .post, headers: Self.form, body: body("key=\(token)"))
            cookie = String(try #require(response.headers[.setCookie]).prefix { $0 != ";" })
        }

        private static let form: HTTPFields = [
            .origin: "http://localhost", .contentType: "application/x-www-form-urlencoded",
        ]

        func get(_ path: String) async throws -> TestResponse {
            try await client.execute(uri: "/console/\(path)", method: .get, headers: [.cookie: cookie])
        }

        func page(_ path: String) async throws -> String { String(buffer: try await get(path).body) }

        func post(_ path: String, _ fields: [String: String]) async throws -> HTTPResponse.Status {
            var headers = Self.form
            headers[.cookie] = cookie
            let text = fields.map { "\($0.key)=\($0.value.asPathPart)" }.joined(separator: "&")
            return try await client.execute(
                uri: "/console/\(path)", method: .post, headers: headers, body: body(text)
            ).status
        }
    }

    @Test func `an agreement is proposed on one side's page and signed on the other's`() async throws {
        let bench = try await LifeBench.make(sharing: true)
        let account = try #require(bench.shared.first)
        try await bench.service.run { client in
            let ours = try await Visitor(bench.managerA, client)
            let theirs = try await Visitor(bench.managerB, client)
            #expect(try await ours.page("customers").contains("name=\"account\" value=\"\(account)\""))
            let proposal = ["account": account, "lead": "a", "support": "<b>calls</b>", "until": ""]
            #expect(try await ours.post("customers/agreements", proposal) == .seeOther)
            #expect(try await ours.post("customers/agreements", proposal) == .conflict)
            let list = try await client.read("/v1/control-agreements?account=\(account)", bench.managerB)
            let agreement = try #require((list["agreements"] as? [[String: Any]])?.first)
            let id = try #require(agreement["agreement"] as? String)
            let page = try await theirs.page("customers")
            #expect(page.contains("agreements/\(id)/answers") && page.contains("&lt;b&gt;calls"))
            let path = "customers/agreements/\(id)/answers"
            #expect(try await theirs.post(path, ["answer": "sign", "version": "9"]) == .preconditionFailed)
            #expect(try await theirs.post(path, ["answer": "sign", "version": "1"]) == .seeOther)
            #expect(try await ours.page("customers").contains("Agreed: your side leads."))
            #expect(try await theirs.page("customers").contains("Agreed: the other side leads."))
            // A salesperson sees it and signs nothing; who covers nothing of it sees nothing.
            let own = try await Visitor(bench.salespersonA, client)
            #expect(try await own.page("customers").contains("Agreed: your side leads."))
            let above = try await Visitor(bench.admin, client)
            #expect(try await above.page("customers").contains("Agreed: side a leads."))
            #expect(try await own.post(path, ["answer": "withdraw", "version": "2"]) == .forbidden)
            let others = bench.service.people(on: .a).filter { $0 != bench.personA }
            let stranger = try await Visitor(
                try await bench.service.key(
                    .salesperson(number: bench.service.number(of: try #require(others.first)))),
                client)
            #expect(try await !stranger.page("customers").contains(account))
        }
    }

    @Test func `a company answers on its page, and only its admin does`() async throws {
        let bench = try await LifeBench.make()
        let service = bench.service
        let admin = try await service.key(.companyAdmin(company: service.companyNumber(of: bench.personA)))
        let other = try await service.key(.companyAdmin(company: service.companyNumber(of: bench.personB)))
        try await service.run { client in
            let ours = try await Visitor(admin, client)
            let (action, version) = try await form(ours)
            let answers = ["version": version, "choice": "1", "culture": "7", "approvals": ""]
            let manager = try await Visitor(bench.managerA, client)
            #expect(
                try await !manager.page("companies").contains(
                    "<form method=\"post\" action=\"/console/companies"))
            #expect(try await manager.post(action, answers) == .notFound)
            #expect(
                try await ours.post(action, answers.merging(["choice": "8"]) { $1 })
                    == .unprocessableContent)
            #expect(try await ours.post(action, answers) == .seeOther)
            #expect(try await ours.post(action, answers) == .preconditionFailed)
            // It takes both to see what they think differently of, and neither reads who thinks so.
            let theirs = try await Visitor(other, client)
            let (back, theirVersion) = try await form(theirs)
            #expect(try await theirs.post(back, ["version": theirVersion, "choice": "6"]) == .seeOther)
            for visitor in [ours, theirs] {
                let page = try await visitor.page("companies")
                #expect(
                    page.contains("One of the companies is not convinced of the choice of the other company.")
                )
            }
        }
    }

    /// Where the first form of the companies' page goes, and the version that it is for.
    private func form(_ visitor: Visitor) async throws -> (action: String, version: String) {
        let page = try await visitor.page("companies")
        let action = try #require(page.firstMatch(of: /action="\/console\/(companies\/[^"]+)"/)?.output.1)
        let version = try #require(page.firstMatch(of: /name="version" value="(\d+)"/)?.output.1)
        return (String(action), String(version))
    }

    @Test func `wishes and the personal record are the salesperson's own`() async throws {
        let bench = try await LifeBench.make()
        try await bench.service.run { client in
            let own = try await Visitor(bench.salespersonA, client)
            func version() async throws -> String {
                String(
                    try #require(
                        try await own.page("wishes").firstMatch(of: /name="version" value="(\d+)"/)?.output.1)
                )
            }
            let first = try await version()
            let wish = ["counterpart": bench.personB, "wish": "without", "version": first]
            #expect(try await own.post("wishes", wish) == .seeOther)
            #expect(try await own.post("wishes", wish) == .preconditionFailed)
            let told = try await client.read("/v1/preferences", bench.salespersonA)
            #expect(
                (told["preferences"] as? [[String: String]]) == [
                    ["counterpart": bench.personB, "wish": "without"]
                ])
            #expect(try await own.page("wishes").contains("would rather not work with"))
            let taken = ["counterpart": bench.personB, "wish": "none", "version": try await version()]
            #expect(try await own.post("wishes", taken) == .seeOther)
            #expect(try await !own.page("wishes").contains("would rather not work with"))
            let record = try await own.get("account/personal-record")
            #expect(record.headers[.contentDisposition] == "attachment; filename=\"personal-record.json\"")
            #expect(try json(record)["person"] as? String == bench.personA)
            let manager = try await Visitor(bench.managerA, client)
            for path in ["wishes", "account/personal-record"] {
                #expect(try await manager.get(path).status == .forbidden, "\(path)")
            }
            #expect(try await !manager.page("account").contains("personal-record"))
        }
    }

    @Test func `the scorecard is for those who may read it`() async throws {
        let bench = try await LifeBench.make()
        try await bench.service.run { client in
            let manager = try await Visitor(bench.managerA, client)
            let page = try await manager.page("scorecard")
            #expect(page.contains("Is the model any good here?") && page.contains("id=\"calibration\""))
            let own = try await Visitor(bench.salespersonA, client)
            #expect(try await own.get("scorecard").status == .forbidden)
        }
    }
}
