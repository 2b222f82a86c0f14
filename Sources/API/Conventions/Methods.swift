import Gateway
import HTTPTypes
import Hummingbird

extension Router<AnyoneContext> {
    /// Answers the methods that nothing else does: `OPTIONS` with what there is, all others with 405 and the same `Allow`.
    ///
    /// Call it when all routes are there. Nobody needs to be signed in for it, and the database is not asked.
    func answerOtherMethods() {
        for (path, methods) in Dictionary(grouping: routes, by: \.path.description) {
            let own = Set(methods.map(\.method))
            let allowed = Self.allowed(own)
            on(RouterPath(path), method: .options) { _, _ in
                Response(status: .noContent, headers: [.allow: allowed.joined(separator: ", ")])
            }
            for method in Self.others where !own.contains(method) {
                on(RouterPath(path), method: method) { _, _ -> Response in
                    throw ConventionError.methodNotAllowed(method: method.rawValue, allowed: allowed)
                }
            }
        }
    }

    private static func allowed(_ own: Set<HTTPRequest.Method>) -> [String] {
        var allowed = own.union([.options])
        if own.contains(.get) { allowed.insert(.head) }
        return allowed.map(\.rawValue).sorted()
    }

    private static var others: [HTTPRequest.Method] {
        [.get, .post, .put, .patch, .delete, .trace, .connect, .query, .propfind].compactMap(\.self)
    }
}

extension HTTPRequest.Method {
    fileprivate static var query: Self? { Self(rawValue: "QUERY") }
    fileprivate static var propfind: Self? { Self(rawValue: "PROPFIND") }
}
