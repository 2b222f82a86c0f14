import API
import Domain
import Foundation
import Gateway
import Storage

/// Who is let in by `serve`, as the environment says.
struct AdmissionSettings {
    private let issuer = Setting.tokenIssuer.text()
    private let audience = Setting.tokenAudience.text()
    private let keys = Setting.tokenKeys.text()

    /// - Throws: a problem with what is wrong with the settings, or with the identity provider's keys.
    func admission(store: Store, isSecure: Bool) async throws -> Admission {
        Admission(
            signIn: SignIn(store: store, provider: try await provider()),
            requestsAMinute: try Setting.requestsAMinute.number(), proxy: Setting.proxy.text(),
            isSecure: isSecure)
    }

    private func provider() async throws -> IdentityProvider? {
        switch (issuer, audience, keys) {
        case (nil, nil, nil): return nil
        case (let issuer?, let audience?, let keys?):
            let provider = IdentityProvider(issuer: issuer, audience: audience, keys: try KeySource(keys))
            try await provider.prepare(at: Date())
            return provider
        default: throw HalfAProvider()
        }
    }
}

/// Some settings of an identity provider are there, others are missing.
private struct HalfAProvider: Problem {
    var problem: ProblemText {
        ProblemText(
            kind: .invalid, code: "settings.half-an-identity-provider",
            message: "An identity provider needs its issuer, audience and keys.",
            hint: "Set RAPPORT_OIDC_ISSUER, RAPPORT_OIDC_AUDIENCE and RAPPORT_OIDC_KEYS, or none of them.")
    }
}
