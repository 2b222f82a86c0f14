import Domain
import Gateway
package import Hummingbird
package import Storage

/// The JSON API: every route behind the stages that every request passes.
///
/// - Parameters:
///   - store: what requests read and write.
///   - cache: the models in memory.
///   - admission: who is let in, and how often; keys alone when left out.
///   - registry: what `/metrics` shows.
///   - checkReadiness: throws when the service cannot do its work at present.
/// - Returns: a router, for a server or for `.router` tests.
package func makeRouter(
    store: Store, cache: AllianceCache, admission: Admission? = nil, registry: PrometheusRegistry,
    checkReadiness: @escaping @Sendable () async throws -> Void
) -> Router<AnyoneContext> {
    let admission = admission ?? Admission(signIn: SignIn(store: store))
    let router = Router(context: AnyoneContext.self)
    router.add(middleware: MetricsMiddleware())
    router.add(middleware: SecurityHeaders(isSecure: admission.isSecure))
    router.add(middleware: AddressStage(proxy: admission.proxy))
    router.add(middleware: ProblemStage())
    OperationRoutes(registry: registry, checkReadiness: checkReadiness).add(to: router)
    let signedIn = router.group("v1")
        .add(middleware: SignInStage(signIn: admission.signIn))
        .add(middleware: RateStage(limiter: admission.limiter, now: admission.now))
        .group(context: SignedInContext.self)
    SheetRoutes(store: store).add(to: signedIn)
    SalespeopleRoutes(store: store, cache: cache).add(to: signedIn)
    return router
}
