package import API
package import Gateway
package import Hummingbird
import Logging
package import Storage

/// The pages for managers and salespeople, under `/console`: HTML made on the server, no script, styled by Debian's Bootstrap.
package struct Console: Sendable {
    private let store: Store
    private let cache: AllianceCache
    private let nights: NightCache
    private let signIn: SignIn
    private let styles: String
    private let cookie: SessionCookie

    /// - Parameters:
    ///   - store: what the pages read.
    ///   - cache: the models in memory, shared with the API.
    ///   - nights: the nights in memory, shared with the API.
    ///   - signIn: who may come in.
    ///   - styles: the folder with Bootstrap's `css/bootstrap.min.css`. Without it the pages work, but look bare.
    ///   - isSecure: whether browsers come over HTTPS only, so that the session's cookie may be kept from anything else.
    package init(
        store: Store, cache: AllianceCache, nights: NightCache, signIn: SignIn, styles: String, isSecure: Bool
    ) {
        self.store = store
        self.cache = cache
        self.nights = nights
        self.signIn = signIn
        self.styles = styles
        cookie = SessionCookie(isSecure: isSecure)
    }

    /// Adds the pages to a router.
    package func add(to router: Router<AnyoneContext>) {
        let pages = Pages()
        let passwords = signIn.passwords
        let visitors = router.group("console")
            .add(middleware: PageHeaders())
            .add(middleware: ProblemPages(pages: pages))
            .add(middleware: SameSiteStage())
        addStyles(to: visitors)
        SignInPages(store: store, signIn: signIn, passwords: passwords, pages: pages, cookie: cookie)
            .add(to: visitors)
        InvitationPages(store: store, passwords: passwords, pages: pages, cookie: cookie).add(to: visitors)
        let members = visitors.add(middleware: ConsoleSession(signIn: signIn, cookie: cookie))
            .group(context: SignedInContext.self)
        PeoplePages(store: store, pages: pages).add(to: members)
        let desk = PairingDesk(store: store, cache: cache)
        CounterpartPages(store: store, cache: cache, desk: desk, pages: pages).add(to: members)
        RoundPages(desk: RoundDesk(store: store), pages: pages).add(to: members)
        PairingPages(desk: desk, pages: pages).add(to: members)
        ProposalPages(desk: desk, nights: nights, pages: pages).add(to: members)
        SheetPages(store: store, pages: pages).add(to: members)
        DuePages(desk: DueDesk(store: store), pages: pages).add(to: members)
        CustomerPages(desk: AgreementDesk(store: store), pages: pages).add(to: members)
        GatePages(store: store, pages: pages).add(to: members)
        ScorecardPages(desk: ScorecardDesk(store: store), pages: pages).add(to: members)
        WishPages(store: store, pages: pages).add(to: members)
        AccountPages(store: store, passwords: passwords, pages: pages, cookie: cookie).add(to: members)
        members.get("**") { _, _ -> Response in throw HTTPError(.notFound) }
    }

    private func addStyles(to visitors: RouterGroup<AnyoneContext>) {
        var quiet = Logger(label: "console")
        quiet.logLevel = .warning
        visitors.group("assets").add(
            middleware: FileMiddleware(
                styles, urlBasePath: "/console/assets", cacheControl: .init([(.textCss, [.maxAge(3600)])]),
                logger: quiet)
        )
        .get("**") { _, _ -> Response in throw HTTPError(.notFound) }
    }
}
