import Foundation
import HTTPTypes
package import Hummingbird
import Logging

/// Gives every request a name that stands in its answer and beside every line it leaves in the log.
package struct RequestNameStage: RouterMiddleware {
    package typealias Context = AnyoneContext

    package func handle(
        _ request: Request, context: AnyoneContext, next: (Request, AnyoneContext) async throws -> Response
    ) async throws -> Response {
        let name = request.headers[.requestName].flatMap(Self.wellFormed) ?? UUID().uuidString.lowercased()
        var context = context
        context.logger[metadataKey: "request"] = "\(name)"
        var response = try await next(request, context)
        response.headers[.requestName] = name
        return response
    }

    /// A name from outside ends up in the log: letters, digits and a few marks, nothing that could look like a line.
    private static func wellFormed(_ name: String) -> String? {
        let marks = Set("-_.:".utf8)
        let isFine = name.utf8.allSatisfy { byte in
            marks.contains(byte) || UnicodeScalar(byte).properties.isAlphabetic && byte < 0x80
                || (0x30...0x39).contains(byte)
        }
        return isFine && (1...64).contains(name.utf8.count) ? name : nil
    }
}
