/// The arrows and purity of the design, as rules that a file keeps or breaks.
enum Fences {
    /// What every target may import of ours. A target that is not listed here is a mistake of the list.
    static let arrows: [String: Set<String>] = [
        "Domain": [],
        "Scoring": ["Domain", "CScoringKernels"],
        "Matching": ["CMatchingKernels"],
        "MatrixFile": ["Matching", "CMatchingKernels"],
        "Planning": ["Domain", "Scoring", "Matching"],
        "Simulation": ["Domain", "Scoring", "Matching", "Planning"],
        "Sample": ["Domain"],
        "Postgres": ["CLibpq"],
        "LocalPostgres": ["CLocalPostgres"],
        "Storage": ["Domain", "Postgres"],
        "Folder": ["Domain"],
        "Gateway": ["Domain", "Storage"],
        "Webhooks": ["Domain", "Storage"],
        "API": ["Domain", "Scoring", "Matching", "Planning", "Storage", "Gateway", "Webhooks", "CZlib"],
        "Console": ["API", "Domain", "Scoring", "Matching", "Planning", "Storage", "Gateway"],
        "Nightly": ["Domain", "Scoring", "Matching", "Planning", "Storage"],
        "rapport": [
            "Domain", "Scoring", "Matching", "MatrixFile", "Planning", "Simulation", "Sample", "Postgres",
            "LocalPostgres",
            "Storage",
            "Folder", "Gateway", "API", "Console", "Nightly", "Webhooks",
        ],
        "EmbedSQL": [],
        "SQLEmbedder": [],
    ]

    /// What a target may import of others, where that is fewer than everything.
    static let strangers: [String: Set<String>] = [
        "Domain": [],
        "Scoring": cMathematics,
        "Matching": cMathematics,
        "MatrixFile": [],
        "Planning": cMathematics,
        "Simulation": [],
        "Sample": cMathematics,
        "Folder": ["Foundation", "Yams", "Glibc", "Musl", "Darwin"],
        "Storage": ["Crypto", "Foundation", "Logging", "Synchronization"],
        "Gateway": [
            "Foundation", "FoundationNetworking", "Logging", "Crypto", "CryptoExtras", "JWTKit", "Dispatch",
            "Synchronization",
        ],
        "Postgres": [
            "Foundation", "Logging", "Metrics", "CoreMetrics", "Synchronization", "Glibc", "Dispatch",
        ],
    ]

    private static let cMathematics: Set = ["Glibc", "Musl", "Darwin"]

    /// Targets without effects: equal input gives equal output, on any machine and at any time.
    static let pure: Set = [
        "Domain", "Scoring", "Matching", "MatrixFile", "Planning", "Simulation", "Sample",
    ]

    /// What a pure target must not say, and why.
    private static let impurities: [(pattern: String, what: String)] = [
        (#"\b(async|await)\b"#, "is asynchronous"),
        (
            #"\b(Date\(\)|Date\.now|ContinuousClock|SuspendingClock|clock_gettime|gettimeofday)"#,
            "reads a clock"
        ),
        (#"\b(ProcessInfo|getenv|CommandLine)\b"#, "reads the environment"),
        (#"\b(SystemRandomNumberGenerator|arc4random|drand48)\b"#, "draws at random"),
        (#"\.(random|shuffled|randomElement)\((?![^)]*using:)|\.shuffle\(\)"#, "draws at random"),
        (#"\b(print|debugPrint|dump)\("#, "prints"),
        (#"\b(FileManager|FileHandle|fopen|Logger)\b"#, "does input or output"),
    ]

    private static let statement =
        #"(?i)"[^"]*\b(select\b[^"]*\bfrom|insert\s+into|update\s+[\w.]+\s+set|delete\s+from|create\s+(table|database|role))\b"#
    private static let statementLine =
        #"(?im)^\s*(select\b.*|insert\s+into\b.*|update\s+[\w.]+\s*$|delete\s+from\b.*)$"#

    /// What a file breaks, in words; empty when it keeps every rule.
    static func faults(of file: SourceFile) -> [String] {
        guard let allowed = arrows[file.target] else { return ["\(file.target) is in no list of arrows"] }
        let ours = Set(arrows.keys).union([
            "CMatchingKernels", "CScoringKernels", "CLibpq", "CLocalPostgres", "CZlib",
        ])
        var faults: [String] = []
        for module in file.imports {
            if ours.contains(module) {
                if !allowed.contains(module) { faults.append("imports \(module)") }
            } else if let allowed = strangers[file.target], !allowed.contains(module) {
                faults.append("imports \(module)")
            }
        }
        if pure.contains(file.target) {
            for (pattern, what) in impurities where file.has(pattern) { faults.append(what) }
        }
        // The client has begin, commit and the like of its own; what it says of tables is Storage's business.
        let mayHaveStatements = file.target == "Storage"
        if !mayHaveStatements, file.has(statement) || file.has(statementLine) { faults.append("holds SQL") }
        return faults
    }
}
