import API
import Domain
import Foundation
import Gateway
import HTTPTypes
import Hummingbird
import Storage

/// `/console/invitation`: whoever was invited chooses a password here, once, and is signed in.
///
/// Looking at the page changes nothing: programs that open every link of a mail use no invitation up.
struct InvitationPages: Sendable {
    let store: Store
    let passwords: PasswordSignIn
    let pages: Pages
    let cookie: SessionCookie

    func add(to group: some RouterMethods<AnyoneContext>) {
        group.get("invitation", use: show)
        group.post("invitation", use: redeem)
    }

    private struct Form: Decodable {
        var invitation: String
        var new: String
        var again: String
    }

    @Sendable
    private func show(_ request: Request, _ context: AnyoneContext) async throws -> Response {
        try await page(request.uri.queryParameters["invitation"].map(String.init) ?? "", context)
    }

    @Sendable
    private func redeem(_ request: Request, _ context: AnyoneContext) async throws -> Response {
        let form = try await URLEncodedFormDecoder().decode(Form.self, from: request, context: context)
        guard form.new == form.again else {
            return try await page(
                form.invitation, context, complaint: "The two passwords differ.",
                status: .unprocessableContent)
        }
        let now = Date()
        do {
            let viewer = try await passwords.redeem(
                form.invitation, choosing: form.new, from: context.address, at: now)
            let token = try await store.openSession(
                for: viewer, at: now, until: now + Double(SessionCookie.lifetime))
            var response = Response.redirect(to: "/console/account")
            response.setCookie(cookie.holding(token))
            return response
        } catch GatewayError.weakPassword(let fault) {
            return try await page(
                form.invitation, context, complaint: "The password \(fault)", status: .unprocessableContent)
        }
    }

    /// The form, for an invitation that is good; what is wrong with any other is a problem of its own.
    private func page(
        _ text: String, _ context: AnyoneContext, complaint: String? = nil,
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let (_, invitation) = try await passwords.invitation(text, from: context.address, at: Date())
        let alliance = try await store.record(for: invitation.account.viewer).snapshot.alliance
        var content: [String: Any] = [
            "invitation": text, "name": invitation.account.email, "alliance": alliance.key,
            "ends": Moment.text(invitation.endsAt),
        ]
        if let complaint { content["complaint"] = complaint }
        return try pages.show("invitation", content, status: status)
    }
}

/// Moments as the console writes them.
enum Moment {
    /// Such as `2026-11-28 06:35 UTC`.
    static func text(_ instant: Date) -> String {
        let style = Date.ISO8601FormatStyle(dateTimeSeparator: .space, timeZone: .gmt)
        return String(
            instant.formatted(style.year().month().day().time(includingFractionalSeconds: false)).prefix(16))
            + " UTC"
    }
}
