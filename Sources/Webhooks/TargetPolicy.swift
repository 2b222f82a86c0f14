public import Domain
public import Foundation

/// Where webhooks may listen.
///
/// A webhook makes this service send requests for somebody else. Without limits it would reach what only this machine or its
/// network can (a metadata service, a database's port): server-side request forgery.
public enum TargetPolicy: String, Sendable, CaseIterable {
    /// HTTPS to addresses of the public internet.
    case isPublic = "public"
    /// Any address, HTTP too: for a receiver of one's own network, and for trying out.
    case any

    /// Checks a webhook's URL, as far as that goes without asking who the host is; that is asked at every delivery.
    /// - Throws: ``TargetError``.
    public func check(_ text: String) throws(TargetError) -> URL {
        guard text.utf8.count <= 2000, let url = URL(string: text), let host = url.host(), !host.isEmpty,
            url.user() == nil, url.password() == nil, url.fragment() == nil
        else { throw .unreadable }
        let scheme = url.scheme?.lowercased()
        guard scheme == "https" || self == .any && scheme == "http" else { throw .unencrypted }
        return url
    }
}

/// Why a webhook may not listen somewhere.
public enum TargetError: Problem, Hashable {
    /// It is no URL that a request can be sent to.
    case unreadable
    /// It is not HTTPS.
    case unencrypted
    /// Its host has no address.
    case unknownHost
    /// Its host's address is not of the public internet.
    case privateAddress

    /// What to show.
    public var problem: ProblemText {
        let message =
            switch self {
            case .unreadable: "The URL is not one that a request can be sent to."
            case .unencrypted: "The URL does not begin with https://."
            case .unknownHost: "The URL's host has no address."
            case .privateAddress: "The URL's host has an address inside a private network."
            }
        return ProblemText(
            kind: .invalid, code: "webhook.target-not-allowed", message: message,
            hint: "Give an https:// URL on the public internet; an operator may allow others.",
            pointer: "/url")
    }
}
