import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Storage
import Testing

/// Sheets and pulses as salespeople fill them in on the console's pages.
@Suite struct SheetPageTests {
    private func form(_ cookie: String? = nil) -> HTTPFields {
        var headers: HTTPFields = [
            .origin: "http://localhost", .contentType: "application/x-www-form-urlencoded",
        ]
        if let cookie { headers[.cookie] = cookie }
        return headers
    }

    /// Signs in with a key and gives the session's cookie.
    private func cookie(_ key: HTTPFields, _ client: any TestClientProtocol) async throws -> String {
        let token = try #require(key[.authorization]).replacing("Bearer ", with: "")
        let response = try await client.execute(
            uri: "/console/sign-in", method: .post, headers: form(), body: ByteBuffer(string: "key=\(token)"))
        return String(try #require(response.headers[.setCookie]).prefix { $0 != ";" })
    }

    private func page(
        _ path: String, _ cookie: String, _ client: any TestClientProtocol
    ) async throws -> String {
        let response = try await client.execute(uri: path, method: .get, headers: [.cookie: cookie])
        return String(buffer: response.body)
    }

    private func post(
        _ path: String, _ body: String, _ cookie: String, _ client: any TestClientProtocol
    ) async throws -> HTTPResponse.Status {
        try await client.execute(
            uri: path, method: .post, headers: form(cookie), body: ByteBuffer(string: body)
        ).status
    }

    /// The version that a form sends along.
    private func version(in page: String) throws -> String {
        String(try #require(page.firstMatch(of: /name="version" value="([0-9]+)"/)?.output.1))
    }

    @Test func `a sheet of a trial is filled in, shown to its rater alone, corrected and fixed`() async throws
    {
        let bench = try await LifeBench.make()
        let (a, b) = (bench.personA.asPathPart, bench.personB.asPathPart)
        try await bench.service.run { client in
            _ = try await bench.trial(client)
            let mine = try await cookie(bench.salespersonA, client)
            let theirs = try await cookie(bench.salespersonB, client)
            let path = "/console/sheets/\(b)"
            #expect(!(try await page(path, mine, client)).contains("checked"))
            let answers = "factor0=7&success=2&continue=no"
            #expect(try await post(path, answers, mine, client) == .seeOther)
            let sealed = try await page(path + "?recorded=1", mine, client)
            #expect(sealed.contains("sealed: you can correct them here until"))
            for chosen in ["factor0-7", "success-2", "continue-no"] {
                let mark = try Regex("id=\"\(chosen)\"[^>]* checked>")
                #expect(sealed.contains(mark), "\(chosen)")
            }
            #expect(!(try await page("/console/sheets/\(a)", theirs, client)).contains("checked"))
            // What is corrected is what was shown: a page from before does not replace what came since.
            #expect(try await post(path, "success=6", mine, client) == .preconditionRequired)
            let shown = try version(in: sealed)
            #expect(try await post(path, "success=6&version=\(shown)", mine, client) == .seeOther)
            #expect(try await post(path, "success=5&version=\(shown)", mine, client) == .preconditionFailed)
            let own = try await client.read("/v1/sheets", bench.salespersonA)
            let sheet = try #require(
                (own["sheets"] as? [[String: Any]])?.first { $0["target"] as? String == bench.personB })
            #expect(sheet["success"] as? Double == 6)
            #expect(try await post("/console/sheets/\(a)", "success=6", theirs, client) == .seeOther)
            #expect(try await post(path, "success=1", mine, client) == .conflict)
        }
    }

    @Test func `a pulse is asked for among what is due, and a tick reaches the own manager as a flag`()
        async throws
    {
        let bench = try await LifeBench.make()
        let b = bench.personB.asPathPart
        try await bench.service.run { client in
            var pairing = try await bench.propose(client)
            pairing = try await bench.took(client, pairing, bench.managerB, "{\"step\": \"accept\"}")
            let id = try #require(pairing["pairing"] as? String)
            // Long enough ago that the first pulse is asked for.
            let began = Date() - 20 * 86_400
            let service = bench.service
            let manager = Viewer(
                alliance: service.alliance,
                role: .manager(company: try service.companyNumber(of: bench.personA)))
            _ = try await service.store.take(
                .start(Day(began)), on: try #require(UUID(uuidString: id)), by: .a, expecting: .any,
                for: manager,
                at: began)
            let mine = try await cookie(bench.salespersonA, client)
            let due = try await page("/console/due", mine, client)
            #expect(due.contains("For you") && !due.contains("For your salespeople"))
            #expect(due.contains("/console/pulses/\(b)"))
            #expect(
                (try await page("/console/pairings/\(id)", mine, client)).contains("/console/sheets/\(b)"))
            #expect(
                try await post("/console/pulses/\(b)", "meetings=x", mine, client) == .unprocessableContent)
            #expect(try await post("/console/pulses/\(b)", "meetings=2&blame=yes", mine, client) == .seeOther)
            let answered = try await page("/console/pulses/\(b)", mine, client)
            #expect(answered.contains(/id="blame"[^>]* checked>/) && answered.contains("value=\"2\""))
            #expect(try await post("/console/pulses/\(b)", "meetings=3&blame=yes", mine, client).code == 428)
            let corrected = "meetings=3&blame=yes&version=\(try version(in: answered))"
            #expect(try await post("/console/pulses/\(b)", corrected, mine, client) == .seeOther)
            let seen = try await client.read("/v1/pairings/\(id)", bench.managerA)
            #expect(seen["health"] as? String == "needs-talk")
            let elsewhere = try await client.read("/v1/pairings/\(id)", bench.managerB)
            #expect(elsewhere["health"] as? String != "needs-talk")
        }
    }

    @Test func `whoever is no salesperson answers nothing, and nobody answers about a colleague`()
        async throws
    {
        let bench = try await LifeBench.make()
        try await bench.service.run { client in
            let manager = try await cookie(bench.managerA, client)
            let mine = try await cookie(bench.salespersonA, client)
            for form in ["sheets", "pulses"] {
                let about = "/console/\(form)/\(bench.personB.asPathPart)"
                #expect(try await post(about, "success=7&meetings=1", manager, client) == .forbidden)
                let own = "/console/\(form)/\(bench.personA.asPathPart)"
                #expect((try await page(own, mine, client)).contains("no salesperson"))
                let refused = try await post(own, "success=7&meetings=1", mine, client)
                #expect(refused.code >= 400 && refused.code < 500)
            }
        }
    }
}
