import Domain
import Gateway
package import Hummingbird
package import Storage
package import Webhooks

/// The JSON API: every route behind the stages that every request passes.
///
/// - Parameters:
///   - store: what requests read and write.
///   - cache: the models in memory.
///   - admission: who is let in, and how often; keys alone when left out.
///   - registry: what `/metrics` shows.
///   - targets: where webhooks may listen.
///   - pages: adds other routes, such as the console's, which share the nights in memory.
///   - checkReadiness: throws when the service cannot do its work at present.
/// - Returns: a router, for a server or for `.router` tests.
package func makeRouter(
    store: Store, cache: AllianceCache, admission: Admission? = nil, registry: PrometheusRegistry,
    targets: TargetPolicy = .isPublic,
    pages: (Router<AnyoneContext>, NightCache) -> Void = { _, _ in },
    checkReadiness: @escaping @Sendable () async throws -> Void
) -> Router<AnyoneContext> {
    let admission = admission ?? Admission(signIn: SignIn(store: store))
    let router = Router(context: AnyoneContext.self, options: .autoGenerateHeadEndpoints)
    router.add(middleware: MetricsMiddleware())
    router.add(middleware: RequestNameStage())
    router.add(middleware: CompressionStage())
    router.add(middleware: SecurityHeaders(isSecure: admission.isSecure))
    router.add(middleware: AddressStage(proxy: admission.proxy))
    router.add(middleware: ProblemStage())
    OperationRoutes(registry: registry, checkReadiness: checkReadiness).add(to: router)
    let signedIn = router.group("v1")
        .add(middleware: SignInStage(signIn: admission.signIn))
        .add(middleware: RateStage(limiter: admission.limiter, now: admission.now))
        .add(middleware: SubmissionStage(store: store))
        .group(context: SignedInContext.self)
    ViewerRoutes(store: store).add(to: signedIn)
    UserRoutes(store: store).add(to: signedIn)
    InvitationRoutes(store: store).add(to: signedIn)
    KeyRoutes(store: store).add(to: signedIn)
    TeamRoutes(store: store).add(to: signedIn)
    PersonalRoutes(store: store).add(to: signedIn)
    ScorecardRoutes(store: store).add(to: signedIn)
    ExportRoutes(store: store).add(to: signedIn)
    AuditRoutes(store: store).add(to: signedIn)
    EventRoutes(store: store).add(to: signedIn)
    WebhookRoutes(store: store, targets: targets).add(to: signedIn)
    SheetRoutes(store: store).add(to: signedIn)
    SalespeopleRoutes(store: store, cache: cache).add(to: signedIn)
    let nights = NightCache(store: store, cache: cache)
    addLife(to: signedIn, store: store, cache: cache, nights: nights)
    pages(router, nights)
    router.answerOtherMethods()
    return router
}

/// Pairings from proposal to verdict, and all that they rest on.
private func addLife(
    to group: some RouterMethods<SignedInContext>, store: Store, cache: AllianceCache, nights: NightCache
) {
    PairingRoutes(store: store, cache: cache).add(to: group)
    RoundRoutes(store: store).add(to: group)
    DueRoutes(store: store).add(to: group)
    PulseRoutes(store: store).add(to: group)
    InstrumentRoutes(store: store).add(to: group)
    ControlRoutes(store: store).add(to: group)
    AllianceRoutes(store: store).add(to: group)
    CompanyRoutes(store: store).add(to: group)
    PersonRoutes(store: store).add(to: group)
    WhyNotRoutes(nights: nights).add(to: group)
}
