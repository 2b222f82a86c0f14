import Domain
import Gateway
package import Hummingbird
package import Storage

/// The JSON API: every route behind the stages that every request passes.
///
/// - Parameters:
///   - store: what requests read and write.
///   - cache: the models in memory.
///   - registry: what `/metrics` shows.
///   - checkReadiness: throws when the service cannot do its work at present.
/// - Returns: a router, for a server or for `.router` tests.
package func makeRouter(
    store: Store, cache: AllianceCache, registry: PrometheusRegistry,
    checkReadiness: @escaping @Sendable () async throws -> Void
) -> Router<AnyoneContext> {
    let router = Router(context: AnyoneContext.self)
    router.add(middleware: MetricsMiddleware())
    router.add(middleware: ProblemStage())
    OperationRoutes(registry: registry, checkReadiness: checkReadiness).add(to: router)
    let signedIn = router.group("v1")
        .add(middleware: SignInStage(signIn: SignIn(store: store)))
        .group(context: SignedInContext.self)
    SheetRoutes(store: store).add(to: signedIn)
    SalespeopleRoutes(store: store, cache: cache).add(to: signedIn)
    return router
}
