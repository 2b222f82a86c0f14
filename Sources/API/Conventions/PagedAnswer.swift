import Foundation
import Gateway
import HTTPTypes
import Hummingbird

extension Request {
    /// Answers with one page of a list: with a `Link` to the next one, and only the `fields` that are asked for.
    ///
    /// - Parameters:
    ///   - page: the whole answer, an object.
    ///   - name: the field of `page` that holds the entries.
    ///   - known: the fields that an entry may have; nil where `fields` is not offered.
    ///   - next: where the next page begins; nil on the last one.
    func answer(
        _ page: some Encodable, entries name: String, known: [String]? = nil, next: Cursor? = nil
    ) throws -> Response {
        var bytes = Array(try JSONEncoder.rapport.encode(page))
        if let wanted = try wantedFields(of: known) {
            bytes = Array(try JSONReader.read(bytes).keeping(wanted, inEntriesOf: name).text.utf8)
        }
        var headers: HTTPFields = [.contentType: "application/json; charset=utf-8"]
        if let next { headers[.link] = "<\(uri(after: next))>; rel=\"next\"" }
        return Response(
            status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    private func wantedFields(of known: [String]?) throws -> Set<String>? {
        guard let known, let text = uri.queryParameters["fields"] else { return nil }
        let wanted = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        if let unknown = wanted.first(where: { !known.contains($0) }) {
            throw ConventionError.noSuchField(unknown, known: known)
        }
        return Set(wanted)
    }

    private func uri(after next: Cursor) -> String {
        let others = (uri.query ?? "").split(separator: "&").filter { !$0.hasPrefix("cursor=") }
        return uri.path + "?" + (others + ["cursor=\(next.text)"]).joined(separator: "&")
    }
}

extension JSONValue {
    fileprivate func keeping(_ wanted: Set<String>, inEntriesOf name: String) -> JSONValue {
        guard case .object(let fields) = self else { return self }
        return .object(
            fields.map { field in
                guard field.name == name, case .array(let entries) = field.value else { return field }
                return Field(name: name, value: .array(entries.map { $0.keeping(wanted) }))
            })
    }

    private func keeping(_ wanted: Set<String>) -> JSONValue {
        guard case .object(let fields) = self else { return self }
        return .object(fields.filter { wanted.contains($0.name) })
    }
}
