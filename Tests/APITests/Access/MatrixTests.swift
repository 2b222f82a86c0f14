import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

/// Every operation of the served `openapi.yaml`, as every role, to things near and far: ``ReachOfRoles`` says who reaches what,
/// and no answer says otherwise. An operation without a row fails, and so does one with a parameter that ``AccessWorld`` does
/// not know.
@Suite struct MatrixTests {
    @Test func `every operation has a row, and every row an operation`() async throws {
        let service = try await TestService.make()
        try await service.run { client in
            let names = try await DescribedOperation.all(of: client).filter { !$0.isPublic }.map(\.name)
            #expect(Set(names).count == names.count)
            #expect(Set(names) == Set(ReachOfRoles.rows.keys))
        }
    }

    @Test func `without a key nothing is reached, and nothing is told`() async throws {
        let world = try await AccessWorld.make()
        try await world.service.run { client in
            for operation in try await DescribedOperation.all(of: client) where !operation.isPublic {
                var bodies: Set<String> = []
                for place in AccessWorld.Place.allCases {
                    let response = try await client.send(operation, at: place, as: [:], in: world)
                    #expect(response.status == .unauthorized, "\(operation) \(place)")
                    bodies.insert(String(buffer: response.body))
                }
                #expect(bodies.count == 1, "\(operation)")
            }
        }
    }

    @Test func `no role reaches further than its operation says`() async throws {
        let world = try await AccessWorld.make()
        try await world.service.run { client in
            var cells = 0
            for operation in try await DescribedOperation.all(of: client) where !operation.isPublic {
                for role in AccessWorld.roles {
                    for place in operation.parameters.isEmpty ? [.own] : AccessWorld.Place.allCases {
                        let cell = Cell(operation: operation, role: role, place: place)
                        try await cell.check(in: world, with: client)
                        cells += 1
                    }
                }
            }
            #expect(cells > 20)
        }
    }
}

/// One operation, as one role, to a thing of one place.
private struct Cell: CustomStringConvertible {
    let operation: DescribedOperation
    let role: String
    let place: AccessWorld.Place

    var description: String { "\(operation) as \(role) to \(place)" }

    func check(in world: AccessWorld, with client: any TestClientProtocol) async throws {
        let reach = try #require(
            ReachOfRoles.rows[operation.name]?.byRole[role], "\(self): nothing is stated")
        let isReached = reach.places.contains(place)
        let key = try #require(world.keys[role])
        let response = try await client.send(operation, at: place, as: key, in: world)
        if case .refused = reach {
            #expect(response.status == .forbidden, "\(self)")
        } else if isReached {
            #expect(
                isAnswer(response, in: world), "\(self): \(response.status) \(String(buffer: response.body))")
        } else {
            #expect(response.status == .notFound, "\(self): \(String(buffer: response.body))")
        }
        guard !isReached, !operation.parameters.isEmpty else { return }
        let missing = try await client.send(operation, at: .missing, as: key, in: world)
        #expect(try mask(response, in: world) == mask(missing, in: world, .missing), "\(self)")
    }

    /// Whether the operation itself answered: it did what was asked, or says what is wrong with the body or its version, or that
    /// something which the body names is not there.
    private func isAnswer(_ response: TestResponse, in world: AccessWorld) -> Bool {
        switch response.status.code {
        case 200..<300, 400, 409, 412, 422, 428: return true
        case 404:
            let text = String(buffer: response.body)
            return !operation.parameters.contains { world.values(of: $0)?[place].map(text.contains) ?? true }
        default: return false
        }
    }

    /// All of an answer but what the request itself named.
    private func mask(_ response: TestResponse, in world: AccessWorld, _ place: AccessWorld.Place? = nil)
        throws -> String
    {
        var text = String(buffer: response.body)
        for parameter in operation.parameters {
            let value = try #require(world.values(of: parameter)?[place ?? self.place])
            text = text.replacing(value, with: "THING")
        }
        // Both differ with every request: how many are left, and what it is called.
        let headers = response.headers.filter {
            !["ratelimit", "date", "x-request-id", "content-length"].contains($0.name.canonicalName)
        }
        return "\(response.status) \(headers.map { "\($0.name): \($0.value)" }.sorted()) \(text)"
    }
}

extension TestClientProtocol {
    /// Sends an operation to a thing of a place, with its example as body. A change names a version that nothing has, so that what
    /// is reached stays as it is.
    fileprivate func send(
        _ operation: DescribedOperation, at place: AccessWorld.Place, as key: HTTPFields,
        in world: AccessWorld
    ) async throws -> TestResponse {
        var values: [String: String] = [:]
        for parameter in operation.parameters {
            values[parameter] = try #require(
                world.values(of: parameter)?[place], "\(operation): who is {\(parameter)}?")
        }
        var headers = key
        if operation.method == .post { headers[.idempotencyKey] = UUID().uuidString }
        if operation.isConditional { headers[.ifMatch] = "\"999999999\"" }
        if operation.example != nil { headers[.contentType] = "application/json" }
        return try await execute(
            uri: operation.path(values), method: operation.method, headers: headers,
            body: operation.example.map { ByteBuffer(string: $0) })
    }
}

extension HTTPField.Name {
    fileprivate static let idempotencyKey = Self("idempotency-key")!
}
