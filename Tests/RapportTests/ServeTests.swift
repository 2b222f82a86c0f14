import Foundation
import FoundationNetworking
import Testing

/// The running service, over a real socket.
@Suite struct ServeTests {
    @Test func `a sheet posted to the running service changes the ranking by itself`() async throws {
        let rapport = try await Binary.withDatabase()
        let folder = try TemporaryFolder()
        #expect(try await rapport.run("sample", folder.path("one"), "--people", "30").status == 0)
        #expect(try await rapport.run("import", folder.path("one")).status == 0)
        let (alliance, person) = try names(in: folder.path("one"))
        let service = try await RunningService(rapport)

        let key = try await rapport.run(
            "keys", "create", alliance, "--role", "salesperson", "--person", person)
        let client = Client(address: service.address, token: key.output.trimmingCharacters(in: .newlines))
        let path = "/v1/salespeople/\(person)/recommendations?limit=1"
        // The import asked for a fit; the service's worker does it.
        let before = try await client.json(path) { ($0["recommendations"] as? [Any])?.isEmpty == false }
        let best = try #require((before["recommendations"] as? [[String: Any]])?.first?["person"] as? String)

        let sheet = try await client.post(
            "/v1/sheets",
            "{\"target\": \"\(best)\", \"ratings\": {\"trust\": 1}, \"success\": 1, \"continue\": false}")
        let revision = try #require(sheet["revision"] as? Int)
        let after = try await client.json(path) { ($0["fittedRevision"] as? Int ?? 0) >= revision }
        let now = try #require((after["recommendations"] as? [[String: Any]])?.first?["person"] as? String)
        #expect(now != best)

        let status = await service.stop()
        #expect(status == 0)
    }

    @Test func `a port that is taken is told in a sentence`() async throws {
        let rapport = try await Binary.withDatabase()
        let service = try await RunningService(rapport)
        let second = try await rapport.run("serve", "--port", "\(service.port)")
        #expect(second.status == 1)
        #expect(second.complaint.contains("Something else listens on 127.0.0.1, port \(service.port)."))
        // Before anything is done: a demonstration in vain would revoke the keys of the one that runs.
        let demo = try await rapport.run("demo", "--port", "\(service.port)")
        #expect(demo.status == 1)
        #expect(demo.complaint.contains("Something else listens"))
        #expect(!demo.complaint.contains("database"))
        #expect(await service.stop() == 0)
    }

    @Test func `a private database that is killed comes back by itself`() async throws {
        let folder = try TemporaryFolder()
        let rapport = Binary(environment: [
            "RAPPORT_DATA_FOLDER": folder.path("database"), "HOME": "/nonexistent",
        ])
        let service = try await RunningService(rapport)
        let first = try serverProcess(in: folder)
        // To process 0 a signal would go to this one and all its relatives.
        try #require(first > 1)
        kill(first, SIGKILL)
        let end = ContinuousClock.now + .seconds(60)
        let ready = try #require(URL(string: service.address + "/readyz"))
        while true {
            let answer = try await URLSession.shared.data(from: ready).1 as? HTTPURLResponse
            if answer?.statusCode == 200, try serverProcess(in: folder) != first { break }
            try #require(ContinuousClock.now < end, "The service did not become ready again.")
        }
        #expect(await service.stop() == 0)
    }

    /// The process of the PostgreSQL in a folder; 0 while there is none.
    private func serverProcess(in folder: TemporaryFolder) throws -> pid_t {
        let file = try? String(
            contentsOfFile: folder.path("database/cluster/postmaster.pid"), encoding: .utf8)
        return file?.split(separator: "\n").first.flatMap { pid_t($0) } ?? 0
    }

    private func names(in folder: String) throws -> (alliance: String, person: String) {
        let yaml = try String(contentsOfFile: "\(folder)/alliance.yaml", encoding: .utf8)
        let line = try #require(yaml.split(separator: "\n").first { $0.hasPrefix("alliance: ") })
        let people = try String(contentsOfFile: "\(folder)/salespeople.csv", encoding: .utf8)
        let person = try #require(
            people.split(separator: "\n").dropFirst().first?.split(separator: ",").first)
        let key = line.dropFirst("alliance: ".count).trimmingCharacters(in: .init(charactersIn: "\"' "))
        return (key, String(person))
    }
}

/// Requests with a key.
private struct Client {
    let address: String
    let token: String

    /// Asks again and again until the answer is as wanted, for at most ten seconds.
    func json(_ path: String, until isWanted: ([String: Any]) -> Bool) async throws -> [String: Any] {
        let end = ContinuousClock.now + .seconds(10)
        var last: [String: Any] = [:]
        while ContinuousClock.now < end {
            last = try await send(request(path))
            if isWanted(last) { return last }
        }
        Issue.record("ten seconds passed, and the answer is \(last)")
        return last
    }

    func post(_ path: String, _ text: String) async throws -> [String: Any] {
        var request = try request(path)
        request.httpMethod = "POST"
        request.httpBody = Data(text.utf8)
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        request.setValue(UUID().uuidString, forHTTPHeaderField: "Idempotency-Key")
        return try await send(request)
    }

    private func request(_ path: String) throws -> URLRequest {
        var request = URLRequest(url: try #require(URL(string: address + path)))
        request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization")
        return request
    }

    private func send(_ request: URLRequest) async throws -> [String: Any] {
        let (data, _) = try await URLSession.shared.data(for: request)
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }
}
