// swift-tools-version: 6.2
import PackageDescription

// Trials of the solver on drawn problems have a package of their own, because they are built with sanitizers.

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

let engines = Target.Dependency.product(name: "Engines", package: "rapport")

let package = Package(
    name: "rapport-fuzz",
    dependencies: [.package(name: "rapport", path: "../..")],
    targets: [
        .target(name: "SolverTrials", dependencies: [engines], swiftSettings: strict),
        .executableTarget(name: "SolverFuzz", dependencies: ["SolverTrials"], swiftSettings: strict),
    ]
)

// libFuzzer brings a `main` of its own, so its target can be linked with `--sanitize fuzzer` only.
if Context.environment["RAPPORT_LIBFUZZER"] != nil {
    package.targets.append(
        .executableTarget(
            name: "SolverFuzzTarget", dependencies: ["SolverTrials"],
            swiftSettings: strict + [.unsafeFlags(["-parse-as-library"])]))
}
