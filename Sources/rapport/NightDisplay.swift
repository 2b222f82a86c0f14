import Foundation
import Nightly
import Storage

/// Shows how a night goes: a bar on a terminal, otherwise one line of JSON for each alliance and one for the whole.
actor NightDisplay {
    private let count: Int
    private let isTerminal: Bool
    private let began = ContinuousClock.now
    private var done = 0
    private var failed = 0

    /// Makes a display for a night of so many alliances.
    init(count: Int, isTerminal: Bool = isatty(STDOUT_FILENO) == 1 && isatty(STDERR_FILENO) == 1) {
        self.count = count
        self.isTerminal = isTerminal
    }

    /// Shows one alliance.
    func show(_ outcome: NightOutcome) {
        done += 1
        guard isTerminal else { return Terminal.show(outcome.line + "\n") }
        if let failure = outcome.result.failure {
            failed += 1
            Terminal.say("\r\u{1B}[K\(outcome.key): \(failure)")
        }
        for warning in outcome.warnings { Terminal.say("\r\u{1B}[K\(outcome.key): \(warning)") }
        let seconds = (ContinuousClock.now - began) / .seconds(1)
        Terminal.write(NightBar(count: count, done: done, failed: failed, seconds: seconds).text)
    }

    /// Shows the whole.
    func end(_ summary: NightSummary) {
        guard isTerminal else { return Terminal.show(summary.line + "\n") }
        Terminal.say("")
        Terminal.show(
            "\(summary.planned) alliances planned: \(summary.begun) pairings to begin, \(summary.ended) to end; "
                + "\(summary.standing) had their round, \(summary.failed.count) failed\n")
    }
}

/// The bar of a night that is under way.
struct NightBar {
    let count: Int
    let done: Int
    let failed: Int
    /// Since the beginning.
    let seconds: Double

    /// One line that replaces the one before it: `[#####.....] 50 of 100 alliances, 1 failed, 12 s left`.
    var text: String {
        let width = 30
        let filled = count == 0 ? width : done * width / count
        let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled)
        var text = "\r\u{1B}[K[\(bar)] \(done) of \(count) alliances"
        if failed > 0 { text += ", \(failed) failed" }
        if done > 0, done < count {
            text += ", \(Int((seconds / Double(done) * Double(count - done)).rounded(.up))) s left"
        }
        return text
    }
}
