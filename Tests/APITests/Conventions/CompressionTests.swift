import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Storage
import Testing

@testable import API

/// Long answers are packed for those who take it, and nothing that shows a secret ever is.
@Suite struct CompressionTests {
    private static let list = "/v1/salespeople?limit=100"

    private static func get(
        _ client: any TestClientProtocol, _ path: String, _ key: HTTPFields, _ encoding: String?
    ) async throws -> TestResponse {
        var headers = key
        headers[.acceptEncoding] = encoding
        return try await client.execute(uri: path, method: .get, headers: headers)
    }

    @Test func `a packed answer is what gzip unpacks to the plain one`() async throws {
        let service = try await TestService.make()
        let key = try await service.key(.admin)
        try await service.run { client in
            for path in [Self.list, "/v1/export", "/v1/export/salespeople", "/openapi.yaml"] {
                let plain = try await Self.get(client, path, key, nil)
                let packed = try await Self.get(client, path, key, "br, gzip;q=0.5")
                #expect(plain.headers[.contentEncoding] == nil, "\(path)")
                #expect(packed.headers[.contentEncoding] == "gzip", "\(path)")
                for answer in [plain, packed] {
                    #expect(answer.headers[.vary] == "Accept-Encoding", "\(path)")
                    #expect(answer.headers[.contentLength] == "\(answer.body.readableBytes)", "\(path)")
                }
                #expect(packed.body.readableBytes < plain.body.readableBytes / 2, "\(path)")
                #expect(try gunzip(packed.body) == Data(plain.body.readableBytesView), "\(path)")
            }
        }
    }

    @Test(arguments: [
        ("gzip", true), ("GZIP", true), ("x-gzip", true), ("*", true), ("deflate, gzip", true),
        ("gzip;q=1.0, identity;q=0.5", true), ("gzip; q=0.001", true), ("", false), ("identity", false),
        ("br", false), ("gzip;q=0", false), ("*;q=0", false), ("gzip;q=0, *", false),
        ("gzip;q=0.2, identity", false), ("gzip;q=many", false), ("gzip;q=2", false),
    ])
    func `whoever sends asks for it in words that are understood`(words: String, isPacked: Bool) {
        #expect(AcceptedEncoding.takesGzip([.acceptEncoding: words]) == isPacked)
    }

    @Test func `short answers single things pages and problems stay as they are`() async throws {
        let service = try await TestService.make()
        let key = try await service.key(.admin)
        let person = try #require(service.people(on: .a).first)
        try await service.run { client in
            let paths = [
                "/healthz", "/v1/salespeople/\(person)", "/console/sign-in", "/v1/salespeople/nobody",
                "/v1/salespeople?limit=1&fields=person",
            ]
            for path in paths {
                let answer = try await Self.get(client, path, key, "gzip")
                #expect(answer.headers[.contentEncoding] == nil, "\(path)")
                #expect(answer.headers[.vary] == nil, "\(path)")
            }
        }
    }

    @Test func `an answer that shows a secret beside what was sent is never packed`() async throws {
        let service = try await TestService.make()
        let key = try await service.key(.admin)
        let url = "https://example.com/" + String(repeating: "guess", count: 300)
        try await service.run { client in
            var headers = submission(key)
            headers[.acceptEncoding] = "gzip"
            let sent = headers
            for _ in 0..<2 {
                let made = try await client.execute(
                    uri: "/v1/webhooks", method: .post, headers: sent, body: body("{\"url\": \"\(url)\"}"))
                #expect(made.status == .created)
                #expect(made.body.readableBytes > CompressionStage.shortest)
                #expect(try json(made)["secret"] as? String != nil)
                #expect(made.headers[.contentEncoding] == nil)
            }
            // The list that could be packed shows none.
            let list = try await Self.get(client, "/v1/webhooks", key, nil)
            #expect(!String(buffer: list.body).contains("secret"))
        }
    }

    @Test func `a HEAD tells what the GET would`() async throws {
        let service = try await TestService.make()
        let key = try await service.key(.admin)
        try await service.run { client in
            for encoding in ["gzip", "identity"] {
                var headers = key
                headers[.acceptEncoding] = encoding
                let get = try await Self.get(client, Self.list, key, encoding)
                let head = try await client.execute(uri: Self.list, method: .head, headers: headers)
                for name in [HTTPField.Name.vary, .contentEncoding, .contentLength, .contentType] {
                    #expect(head.headers[name] == get.headers[name], "\(encoding) \(name)")
                }
                #expect(head.body.readableBytes == 0)
            }
        }
    }

    @Test func `any bytes come back`() throws {
        for count in [0, 1, 1023, 70_000] {
            // Noise does not become shorter: there must be room for more than there was.
            var state: UInt64 = 7
            let bytes = (0..<count).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1
                return UInt8(truncatingIfNeeded: state >> 56)
            }
            let packed = try #require(Gzip.packed(ByteBuffer(bytes: bytes)))
            #expect(try gunzip(packed) == Data(bytes))
        }
    }
}

/// What Debian's gzip makes of packed bytes.
private func gunzip(_ packed: ByteBuffer) throws -> Data {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).gz")
    try Data(packed.readableBytesView).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let program = Process()
    program.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    program.arguments = ["gzip", "-dc", file.path]
    let pipe = Pipe()
    program.standardOutput = pipe
    try program.run()
    let unpacked = pipe.fileHandleForReading.readDataToEndOfFile()
    program.waitUntilExit()
    try #require(program.terminationStatus == 0, "gzip refuses it")
    return unpacked
}
