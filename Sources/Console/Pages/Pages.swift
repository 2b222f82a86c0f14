import HTTPTypes
import Hummingbird
import Mustache

/// The templates, compiled once, each shown inside the same frame. Mustache escapes what they show.
struct Pages: Sendable {
    private let library: MustacheLibrary

    init() {
        var templates: [String: MustacheTemplate] = [:]
        for (name, bytes) in [
            ("frame", PackageResources.frame_mustache), ("sign-in", PackageResources.sign_in_mustache),
            ("people", PackageResources.people_mustache),
            ("counterparts", PackageResources.counterparts_mustache),
            ("problem", PackageResources.problem_mustache),
            ("rounds", PackageResources.rounds_mustache),
            ("pairings", PackageResources.pairings_mustache),
            ("pairing", PackageResources.pairing_mustache),
            ("sheet", PackageResources.sheet_mustache), ("pulse", PackageResources.pulse_mustache),
            ("why-not", PackageResources.why_not_mustache),
            ("due", PackageResources.due_mustache),
            ("account", PackageResources.account_mustache),
            ("invitation", PackageResources.invitation_mustache),
            ("customers", PackageResources.customers_mustache),
            ("companies", PackageResources.companies_mustache),
            ("scorecard", PackageResources.scorecard_mustache), ("wishes", PackageResources.wishes_mustache),
        ] {
            do {
                templates[name] = try MustacheTemplate(string: String(decoding: bytes, as: UTF8.self))
            } catch {
                preconditionFailure("The template \(name) is part of the program and is wrong: \(error)")
            }
        }
        library = MustacheLibrary(templates: templates)
    }

    /// A page.
    ///
    /// - Parameters:
    ///   - template: the name of one of the templates.
    ///   - content: what it shows.
    func show(_ template: String, _ content: Any, status: HTTPResponse.Status = .ok) throws -> Response {
        guard let html = library.render(content, withTemplate: template) else {
            preconditionFailure("There is no template \(template).")
        }
        return Response(
            status: status, headers: [.contentType: "text/html; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: html)))
    }
}
