import Foundation
import Gateway
import Hummingbird

extension Request {
    /// Reads a JSON body. What cannot be read is said in a sentence that names the field.
    func body<Body: Decodable>(as type: Body.Type, _ context: SignedInContext) async throws -> Body {
        var request = self
        let buffer = try await request.collectBody(upTo: context.maxUploadSize)
        do {
            return try JSONDecoder().decode(type, from: Data(buffer.readableBytesView))
        } catch let error as DecodingError {
            throw GatewayError.unreadable(error.sentence)
        }
    }
}

extension DecodingError {
    fileprivate var sentence: String {
        switch self {
        case .keyNotFound(let key, _): "The field \"\(key.stringValue)\" is missing."
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            "The field \"\(context.codingPath.map(\.stringValue).joined(separator: "."))\" has another type than it should."
        default: "The body is not JSON that can be read."
        }
    }
}
