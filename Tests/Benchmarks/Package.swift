// swift-tools-version: 6.2
import PackageDescription

// Measurements have a package of their own, because `swift test` builds every target of its package.

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "rapport-benchmarks",
    dependencies: [
        .package(name: "rapport", path: "../.."),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    ],
    targets: [
        .executableTarget(
            name: "PostgresBenchmark",
            dependencies: [
                .product(name: "Stores", package: "rapport"), .product(name: "Logging", package: "swift-log"),
            ], swiftSettings: strict),
        .executableTarget(
            name: "StorageBenchmark",
            dependencies: [
                .product(name: "Stores", package: "rapport"), .product(name: "Logging", package: "swift-log"),
            ], swiftSettings: strict),
        .executableTarget(
            name: "NightBenchmark",
            dependencies: [
                .product(name: "Engines", package: "rapport"), .product(name: "Stores", package: "rapport"),
                .product(name: "Nights", package: "rapport"), .product(name: "Logging", package: "swift-log"),
            ], swiftSettings: strict),
        .executableTarget(
            name: "ScoringBenchmark", dependencies: [.product(name: "Engines", package: "rapport")],
            swiftSettings: strict),
        .executableTarget(
            name: "SparseBenchmark", dependencies: [.product(name: "Engines", package: "rapport")],
            swiftSettings: strict),
        .executableTarget(
            name: "PlanningBenchmark", dependencies: [.product(name: "Engines", package: "rapport")],
            swiftSettings: strict),
    ]
)
