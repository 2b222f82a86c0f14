package import Foundation
package import Gateway
import Storage

/// Who is let in, and how often.
package struct Admission: Sendable {
    /// Turns what a request presents into a viewer.
    package let signIn: SignIn
    /// Counts the requests of each key and user.
    let limiter: Throttle<Viewer.Identity>
    /// The address of the proxy in front of the service, which says whom it speaks for; nil when there is none.
    let proxy: String?
    /// Whether browsers and programs come over HTTPS only.
    let isSecure: Bool
    /// The present moment.
    let now: @Sendable () -> Date

    /// - Parameters:
    ///   - signIn: turns what a request presents into a viewer.
    ///   - requestsAMinute: how many requests each key and user may send in a minute; all of them at once, too.
    ///   - proxy: the address of the proxy in front of the service.
    ///   - isSecure: whether they come over HTTPS only.
    ///   - now: the clock that requests are counted by.
    package init(
        signIn: SignIn, requestsAMinute: Int = 6000, proxy: String? = nil, isSecure: Bool = false,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.signIn = signIn
        limiter = Throttle(Throttle.Rate(burst: requestsAMinute, seconds: 60))
        self.proxy = proxy
        self.isSecure = isSecure
        self.now = now
    }
}
