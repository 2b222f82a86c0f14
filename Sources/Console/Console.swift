package import API
import Gateway
package import Hummingbird
import Logging
package import Storage

/// The manager's pages, under `/console`: HTML made on the server, no script, styled by Debian's Bootstrap.
package struct Console: Sendable {
    private let store: Store
    private let cache: AllianceCache
    private let styles: String
    private let isSecure: Bool

    /// - Parameters:
    ///   - store: what the pages read.
    ///   - cache: the models in memory, shared with the API.
    ///   - styles: the folder with Bootstrap's `css/bootstrap.min.css`. Without it the pages work, but look bare.
    ///   - isSecure: whether browsers come over HTTPS only, so that the session's cookie may be kept from anything else.
    package init(store: Store, cache: AllianceCache, styles: String, isSecure: Bool) {
        self.store = store
        self.cache = cache
        self.styles = styles
        self.isSecure = isSecure
    }

    /// Adds the pages to a router.
    package func add(to router: Router<AnyoneContext>) {
        let pages = Pages()
        var quiet = Logger(label: "console")
        quiet.logLevel = .warning
        let visitors = router.group("console")
            .add(middleware: PageHeaders())
            .add(middleware: ProblemPages(pages: pages))
        visitors.group("assets").add(
            middleware: FileMiddleware(
                styles, urlBasePath: "/console/assets", cacheControl: .init([(.textCss, [.maxAge(3600)])]),
                logger: quiet)
        )
        .get("**") { _, _ -> Response in throw HTTPError(.notFound) }
        SignInPages(signIn: SignIn(store: store), pages: pages, isSecure: isSecure).add(to: visitors)
        let members = visitors.add(middleware: ConsoleSession(signIn: SignIn(store: store)))
            .group(context: SignedInContext.self)
        PeoplePages(store: store, pages: pages).add(to: members)
        CounterpartPages(store: store, cache: cache, pages: pages).add(to: members)
    }
}
