import Foundation
import HTTPTypes
import Hummingbird
import Storage

/// What a change is answered with.
struct Answer: Sendable {
    var status: HTTPResponse.Status
    /// The version of what is shown, for `ETag`.
    var version: Int64?
    /// Where the thing is that was made.
    var location: String?
    var body: [UInt8]
    /// What is given when the request is sent again, where the body shows a secret.
    var bodyOfReplay: [UInt8]?

    /// Something was made.
    static func created(
        _ value: some Encodable, at location: String? = nil, version: Int64? = nil
    ) throws -> Answer {
        Answer(
            status: .created, version: version, location: location,
            body: Array(try JSONEncoder.rapport.encode(value)))
    }

    /// Something was made that has a secret, which this answer alone shows.
    ///
    /// - Parameters:
    ///   - value: with the secret.
    ///   - replay: without it: what is kept, and given when the request is sent again.
    static func created(
        showing value: some Encodable, replay: some Encodable, at location: String? = nil,
        version: Int64? = nil
    ) throws -> Answer {
        var answer = try created(value, at: location, version: version)
        answer.bodyOfReplay = Array(try JSONEncoder.rapport.encode(replay))
        return answer
    }

    /// Something is as shown now.
    static func done(_ value: some Encodable, version: Int64? = nil) throws -> Answer {
        Answer(status: .ok, version: version, body: Array(try JSONEncoder.rapport.encode(value)))
    }

    /// There is nothing to show.
    static var nothing: Answer { Answer(status: .noContent, body: []) }

    /// As it is kept.
    var receipt: Receipt {
        var headers: [String] = []
        if !body.isEmpty { headers += ["Content-Type", "application/json; charset=utf-8"] }
        if let version { headers += ["ETag", EntityTag(version).text] }
        if let location { headers += ["Location", location] }
        return Receipt(status: status.code, headers: headers, body: body, keptBody: bodyOfReplay)
    }
}

extension Answer: ResponseGenerator {
    /// The response, for what is no POST.
    func response(from request: Request, context: some RequestContext) throws -> Response {
        Response(receipt, isReplayed: false)
    }
}
