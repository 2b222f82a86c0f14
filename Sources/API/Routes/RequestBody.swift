import Domain
import Foundation
import Gateway
import Hummingbird

extension Request {
    /// Reads a JSON body. What cannot be read is said in a sentence, with the place in the body.
    ///
    /// Every field that `type` does not ask for is refused: a misspelt answer must not be lost in silence.
    func body<Body: Decodable>(as type: Body.Type, _ context: SignedInContext) async throws -> Body {
        try refuseOtherThanJSON()
        var request = self
        let buffer = try await request.collectBody(upTo: context.maxUploadSize)
        do {
            return try BodyDecoder.decode(type, from: Array(buffer.readableBytesView))
        } catch let fault as JSONFault {
            guard fault.isReadable else {
                throw ConventionError.unreadable(fault.message, pointer: fault.pointer)
            }
            throw ConventionError.unstorable(fault.message, pointer: fault.pointer)
        } catch let field as UnknownField {
            throw ConventionError.unknownField(pointer: field.pointer)
        } catch let error as DecodingError {
            throw error.problem
        }
    }

    /// A page of another site can make a browser send a text or a form without asking first, but not JSON.
    private func refuseOtherThanJSON() throws {
        if let coding = headers[.contentEncoding], coding.lowercased() != "identity" {
            throw ConventionError.packedBody(coding)
        }
        guard let type = headers[.contentType] else { return }
        let name = type.prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces).lowercased()
        guard name == "application/json" else { throw ConventionError.notJSON }
    }
}

extension DecodingError {
    fileprivate var problem: ConventionError {
        switch self {
        case .keyNotFound(let key, let context):
            let pointer = JSONPointer.path(context.codingPath + [key])
            return .unreadable("The field \"\(key.stringValue)\" is missing.", pointer: pointer)
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            return .unreadable(context.debugDescription, pointer: JSONPointer.path(context.codingPath))
        @unknown default: return .unreadable("The body cannot be read.", pointer: "")
        }
    }
}
