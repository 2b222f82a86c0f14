/// The loss of each night as lines, in one SVG picture.
public struct OutcomePlot: Sendable {
    private let outcomes: [Outcome]

    private static let width = 720.0
    private static let height = 420.0
    /// Room for the axes and, on the right, the names.
    private static let margin = (left: 60.0, top: 40.0, right: 150.0, bottom: 50.0)
    /// Colours that people with any kind of sight tell apart (Okabe and Ito).
    private static let colours = ["#000000", "#E69F00", "#56B4E9", "#009E73", "#D55E00"]

    /// Takes the outcomes to draw.
    public init(_ outcomes: [Outcome]) { self.outcomes = outcomes }

    /// The picture.
    public var svg: String {
        let (width, height) = (fixed(Self.width, 0), fixed(Self.height, 0))
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" font-family="sans-serif" \
            font-size="12" role="img" aria-label="Loss against the oracle, night by night">
            <rect width="\(width)" height="\(height)" fill="#ffffff"/>
            <text x="\(fixed(Self.margin.left, 0))" y="22" font-size="15">Loss against the oracle, night by night \
            (0 none, 1 a random matching)</text>
            \(axes)\(lines)</svg>

            """
    }

    private var nights: Int { outcomes.map(\.regrets.count).max() ?? 0 }
    private var top: Double { max(1.1, outcomes.flatMap(\.regrets).max() ?? 1) }

    private func x(_ night: Int) -> Double {
        let span = Self.width - Self.margin.left - Self.margin.right
        return Self.margin.left + span * Double(night) / Double(max(1, nights - 1))
    }

    private func y(_ regret: Double) -> Double {
        let span = Self.height - Self.margin.top - Self.margin.bottom
        return Self.margin.top + span * (1 - max(0, regret) / top)
    }

    private var axes: String {
        var text = ""
        for tenth in stride(from: 0, through: Int(top * 10), by: 2) {
            let height = fixed(y(Double(tenth) / 10), 1)
            text += line(x(0), y(Double(tenth) / 10), x(max(0, nights - 1)), y(Double(tenth) / 10), "#dddddd")
            text += "<text x=\"\(fixed(x(0) - 8, 1))\" y=\"\(height)\" text-anchor=\"end\">"
            text += "\(fixed(Double(tenth) / 10, 1))</text>\n"
        }
        for night in stride(from: 0, to: nights, by: max(1, nights / 6)) {
            text += "<text x=\"\(fixed(x(night), 1))\" y=\"\(fixed(y(0) + 18, 1))\" text-anchor=\"middle\">"
            text += "\(night + 1)</text>\n"
        }
        let middle = fixed((x(0) + x(max(0, nights - 1))) / 2, 1)
        return text
            + "<text x=\"\(middle)\" y=\"\(fixed(y(0) + 38, 1))\" text-anchor=\"middle\">night</text>\n"
    }

    private var lines: String {
        outcomes.enumerated().map { index, outcome in
            let colour = Self.colours[index % Self.colours.count]
            let points = outcome.regrets.enumerated().map { "\(fixed(x($0), 1)),\(fixed(y($1), 1))" }
            let key = Self.margin.top + 18 * Double(index)
            let left = Self.width - Self.margin.right + 14
            return "<polyline fill=\"none\" stroke=\"\(colour)\" stroke-width=\"2\" points=\""
                + points.joined(separator: " ") + "\"/>\n" + line(left, key, left + 18, key, colour)
                + "<text x=\"\(fixed(left + 24, 1))\" y=\"\(fixed(key + 4, 1))\">\(outcome.contender.rawValue)</text>\n"
        }.joined()
    }

    private func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ colour: String) -> String {
        "<line x1=\"\(fixed(x1, 1))\" y1=\"\(fixed(y1, 1))\" x2=\"\(fixed(x2, 1))\" y2=\"\(fixed(y2, 1))\" "
            + "stroke=\"\(colour)\" stroke-width=\"\(colour == "#dddddd" ? 1 : 2)\"/>\n"
    }
}
