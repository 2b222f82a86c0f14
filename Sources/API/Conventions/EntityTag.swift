import Foundation
import Gateway
import HTTPTypes
import Hummingbird
import Storage

/// The version of a thing, as `ETag` and `If-Match` spell it.
struct EntityTag: Hashable {
    /// As `"7"`, quotes included.
    let text: String

    /// The tag of a version.
    init(_ version: Int64) { text = "\"\(version)\"" }

    /// The version that a tag spells; nil when it is none of ours.
    static func version(_ text: some StringProtocol) -> Int64? {
        guard text.count >= 3, text.hasPrefix("\""), text.hasSuffix("\"") else { return nil }
        return Int64(text.dropFirst().dropLast())
    }
}

extension Request {
    /// For which version a request is meant that changes what is there, and else adds; nil without `If-Match`.
    /// - Throws: ``ConventionError/unreadableVersion``.
    func expectedVersionIfTold() throws -> ExpectedVersion? {
        headers[.ifMatch] == nil ? nil : try expectedVersion()
    }

    /// Whether a request is meant for whatever is there, where the things that it changes are named with their versions in its
    /// body: `If-Match: *`. There is no other tag for all of them together.
    /// - Throws: ``ConventionError/unreadableVersion``, `OutdatedVersion`.
    func isForAnyVersion() throws -> Bool {
        switch try expectedVersionIfTold() {
        case nil: false
        case .any?: true
        case .oneOf?: throw OutdatedVersion()
        }
    }

    /// For which version a change is meant.
    /// - Throws: ``ConventionError/noVersion`` without `If-Match`, ``ConventionError/unreadableVersion``.
    func expectedVersion() throws -> ExpectedVersion {
        guard let text = headers[.ifMatch]?.trimmingCharacters(in: .whitespaces), !text.isEmpty else {
            throw ConventionError.noVersion
        }
        if text == "*" { return .any }
        // A version as JSON shows it.
        if text.utf8.count <= 18, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let version = Int64(text)
        {
            return .oneOf([version])
        }
        let tags = text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        // A weak tag never matches for a change, and neither does one of somebody else's making.
        guard tags.allSatisfy({ $0.hasPrefix("\"") || $0.hasPrefix("W/\"") }) else {
            throw ConventionError.unreadableVersion
        }
        return .oneOf(tags.compactMap(EntityTag.version))
    }
}

extension Request {
    /// Answers with a thing and its version; with 304 and nothing when that is what the sender has (`If-None-Match`).
    func show(_ value: some Encodable, version: Int64) throws -> Response {
        let tag = EntityTag(version).text
        let known = (headers[.ifNoneMatch] ?? "").split(separator: ",").map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        if known.contains(tag) || known.contains("W/" + tag) || known.contains("*") {
            return Response(status: .notModified, headers: [.eTag: tag])
        }
        let bytes = try JSONEncoder.rapport.encode(value)
        return Response(
            status: .ok, headers: [.contentType: "application/json; charset=utf-8", .eTag: tag],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
