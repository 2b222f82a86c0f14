// swift-tools-version: 6.2
import PackageDescription

// The arrows between our targets are the first of three fences: a target can only see what is named here.
// The second is `--explicit-target-dependency-import-check error`, the third `Tests/ArchitectureTests`.

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

// What waits for requests and the database more than it computes. The compiler's copy propagation has crashed twice on
// ordinary async code of such targets, in release builds only, which the tests do not make.
let waiting: [SwiftSetting] =
    strict + [
        .unsafeFlags(
            ["-Xfrontend", "-enable-copy-propagation=false"], .when(configuration: .release))
    ]

// The numeric targets are optimised in debug builds too: their tests solve and fit real sizes.
let numeric: [SwiftSetting] = strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]
let numericC: [CSetting] = [.unsafeFlags(["-O2"], .when(configuration: .debug))]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let inMemoryLogging = Target.Dependency.product(name: "InMemoryLogging", package: "swift-log")
let coreMetrics = Target.Dependency.product(name: "CoreMetrics", package: "swift-metrics")
let metrics = Target.Dependency.product(name: "Metrics", package: "swift-metrics")
let nioHTTPTypes = Target.Dependency.product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let serviceLifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let asyncHTTPClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let jwtKit = Target.Dependency.product(name: "JWTKit", package: "jwt-kit")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

// What openapi.yaml is put together from: one file for each resource.
let description = [
    "frame", "alliance", "audit", "control", "due", "events", "export", "keys", "operation", "pairings",
    "people", "personal", "rounds", "salespeople", "scorecard", "sheets", "teams", "users", "webhooks",
]

let package = Package(
    name: "rapport",
    products: [
        .executable(name: "rapport", targets: ["rapport"]),
        // For Tests/Benchmarks, a package of its own.
        .library(name: "Engines", targets: ["Domain", "Scoring", "Matching", "Planning", "Sample"]),
        .library(name: "Stores", targets: ["Postgres", "LocalPostgres", "Storage", "Folder", "Sample"]),
        .library(name: "Nights", targets: ["Nightly"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.34.2"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
    ],
    targets: [
        // Pure: no effects, no clock, no randomness of their own.
        .target(name: "Domain", swiftSettings: strict),
        .target(name: "CScoringKernels", cSettings: numericC),
        .target(name: "Scoring", dependencies: ["Domain", "CScoringKernels"], swiftSettings: numeric),
        .target(name: "CMatchingKernels", cSettings: numericC, linkerSettings: [.linkedLibrary("m")]),
        // Exclusive access is checked at run time in debug builds, which all tests are, and not in released ones.
        .target(
            name: "Matching", dependencies: ["CMatchingKernels"],
            swiftSettings: numeric + [
                .unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release))
            ]),
        .target(name: "MatrixFile", dependencies: ["Matching", "CMatchingKernels"], swiftSettings: numeric),
        .target(name: "Planning", dependencies: ["Domain", "Scoring", "Matching"], swiftSettings: numeric),
        .target(
            name: "Simulation", dependencies: ["Domain", "Scoring", "Matching", "Planning"],
            swiftSettings: numeric),
        .target(name: "Sample", dependencies: ["Domain"], swiftSettings: strict),

        // Effects.
        .target(
            name: "CLibpq", cSettings: [.unsafeFlags(["-I/usr/include/postgresql"])],
            linkerSettings: [.linkedLibrary("pq")]),
        // As in Matching.
        .target(
            name: "Postgres", dependencies: ["CLibpq", logging, coreMetrics],
            swiftSettings: strict + [
                .unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release))
            ]),
        .target(
            name: "Storage", dependencies: ["Domain", "Postgres", crypto, logging], swiftSettings: strict,
            plugins: ["EmbedSQL"]),
        .target(name: "Folder", dependencies: ["Domain", yams], swiftSettings: strict),
        .target(name: "CLocalPostgres"),
        .target(name: "LocalPostgres", dependencies: ["CLocalPostgres"], swiftSettings: strict),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(
            name: "Gateway", dependencies: ["Domain", "Storage", crypto, cryptoExtras, jwtKit, logging],
            swiftSettings: waiting),
        .target(
            name: "API",
            dependencies: [
                "Domain", "Scoring", "Planning", "Storage", "Gateway", "Webhooks", hummingbird, httpTypes,
                nioCore,
                logging,
                coreMetrics,
                metrics, crypto, nioHTTPTypes, hummingbirdCore, "CZlib",
            ],
            resources: description.map { .embedInCode("Description/\($0).yaml") },
            swiftSettings: waiting),
        .target(
            name: "Console",
            dependencies: ["API", "Domain", "Gateway", "Storage", hummingbird, httpTypes, logging, mustache],
            resources: [
                "frame", "rounds", "pairings", "pairing", "due", "sign-in", "account", "invitation", "people",
                "counterparts", "problem", "why-not", "sheet", "pulse", "customers", "companies", "scorecard",
                "wishes",
            ].map {
                .embedInCode("Templates/\($0).mustache")
            },
            swiftSettings: waiting),
        .target(
            name: "Webhooks",
            dependencies: [
                "Domain", "Storage", asyncHTTPClient, crypto, logging, nioCore, nioHTTP1, nioPosix,
            ],
            swiftSettings: waiting),
        .target(
            name: "Nightly",
            dependencies: ["Domain", "Scoring", "Planning", "Storage", crypto, logging, metrics],
            swiftSettings: waiting),
        .executableTarget(
            name: "rapport",
            dependencies: [
                "Domain", "Scoring", "Matching", "MatrixFile", "Planning", "Simulation", "Sample", "Postgres",
                "Storage",
                "Folder",
                "LocalPostgres", "Gateway", "API", "Console", "Nightly", "Webhooks", argumentParser,
                hummingbird, logging,
                metrics,
                coreMetrics, serviceLifecycle, unixSignals, hummingbirdCore,
            ],
            swiftSettings: waiting),

        // Tests.
        .target(
            name: "TestSupport", dependencies: ["LocalPostgres"], path: "Tests/TestSupport",
            swiftSettings: strict),
        .target(
            name: "StoreTestSupport", dependencies: ["Postgres", "Storage", "TestSupport", logging],
            path: "Tests/StoreTestSupport", swiftSettings: strict),
        .testTarget(name: "ArchitectureTests", swiftSettings: strict),
        .testTarget(name: "DomainTests", dependencies: ["Domain"], swiftSettings: strict),
        .testTarget(
            name: "ScoringTests", dependencies: ["Domain", "Scoring", "CScoringKernels"], exclude: ["Oracle"],
            swiftSettings: strict),
        .testTarget(
            name: "MatchingTests", dependencies: ["CMatchingKernels", "Domain", "Matching", "MatrixFile"],
            swiftSettings: strict),
        .testTarget(
            name: "SampleTests", dependencies: ["Domain", "Sample", "Folder"], swiftSettings: strict),
        .testTarget(name: "FolderTests", dependencies: ["Domain", "Folder"], swiftSettings: strict),
        .testTarget(
            name: "LocalPostgresTests", dependencies: ["LocalPostgres", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "PostgresTests",
            dependencies: ["LocalPostgres", "Postgres", "TestSupport", logging, inMemoryLogging],
            swiftSettings: strict),
        .testTarget(
            name: "APITests",
            dependencies: [
                "API", "Console", "Gateway", "LocalPostgres", "Nightly", "Domain", "Postgres", "Sample",
                "Scoring", "Storage",
                "StoreTestSupport", "TestSupport",
                yams, hummingbird, crypto,
                httpTypes, logging, inMemoryLogging, coreMetrics,
                .product(name: "HummingbirdTesting", package: "hummingbird"),
            ], swiftSettings: strict),
        .testTarget(
            name: "GatewayTests",
            dependencies: [
                "Gateway", "Postgres", "Storage", crypto, cryptoExtras, logging, hummingbird, httpTypes,
                serviceLifecycle,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "StorageTests",
            dependencies: [
                "Domain", "Folder", "Postgres", "Sample", "Storage", "LocalPostgres", "StoreTestSupport",
                "TestSupport", logging,
            ], swiftSettings: strict),
        .testTarget(
            name: "PlanningTests", dependencies: ["Domain", "Planning", "Sample", "Scoring"],
            swiftSettings: strict),
        .testTarget(
            name: "SimulationTests", dependencies: ["Domain", "Planning", "Simulation"], swiftSettings: strict
        ),
        .testTarget(
            name: "NightlyTests",
            dependencies: [
                "Domain", "Nightly", "Planning", "Postgres", "Sample", "Scoring", "Storage",
                "StoreTestSupport", "TestSupport",
                logging,
            ], swiftSettings: strict),
        .testTarget(
            name: "WebhooksTests",
            dependencies: [
                "Domain", "Postgres", "Sample", "Storage", "StoreTestSupport", "TestSupport", "Webhooks",
                hummingbird, httpTypes,
                logging,
                nioCore, serviceLifecycle,
            ], swiftSettings: strict),
        // Runs the program itself, as the build made it.
        .testTarget(
            name: "RapportTests",
            dependencies: [
                "rapport", "StoreTestSupport", "TestSupport", "LocalPostgres", "Postgres", logging,
            ],
            swiftSettings: strict),

        // Build tools.
        .executableTarget(name: "SQLEmbedder", swiftSettings: strict),
        .plugin(
            name: "EmbedSQL", capability: .buildTool(), dependencies: ["SQLEmbedder"],
            path: "Sources/EmbedSQL"),
    ]
)
