import API
import Domain
import Storage

/// A sheet to be filled in, question by question.
struct SheetPage {
    /// One question and its answers.
    struct Question {
        var statement: String
        var choices: [Choice]
    }

    /// One answer that can be chosen.
    struct Choice {
        var id: String
        var field: String
        var value: String
        var words: String
        var isChosen: Bool
    }

    /// More answers than a row of buttons can hold are not offered.
    private static let mostChoices = 11

    var name: String
    var link: String
    var anchors: String
    var questions: [Question]
    var isRecorded: Bool
    var sealedUntil: String?
    var version: Int64?

    /// - Parameters:
    ///   - target: the counterpart.
    ///   - answered: the viewer's own sheet, while it may be corrected.
    ///   - isRecorded: whether it has just been sent.
    ///   - instrument: what is asked.
    init(about target: Salesperson, answered: OwnSheet?, isRecorded: Bool, _ instrument: Instrument) {
        name = target.displayName
        link = target.key.asPathPart
        self.isRecorded = isRecorded
        sealedUntil = answered?.sealedUntil.map(\.description)
        version = answered?.version
        let view = InstrumentView(instrument)
        let values = Self.values(of: instrument.scale)
        anchors = view.anchors.map { "\($0.answer.plainText) – \($0.text)" }.joined(separator: ", ")
        let statements = view.factors.map(\.statement) + [view.success]
        let fields = view.factors.indices.map { "factor\($0)" } + ["success"]
        let answers = (answered?.ratings ?? view.factors.map { _ in nil }) + [answered?.success]
        questions = statements.indices.map { index in
            Question(
                statement: statements[index],
                choices: values.map {
                    Choice(
                        id: "\(fields[index])-\($0.plainText)", field: fields[index], value: $0.plainText,
                        words: $0.plainText, isChosen: answers[index] == $0)
                })
        }
        questions.append(
            Question(
                statement: view.continueQuestion,
                choices: [("yes", true), ("no", false)].map { word, answer in
                    Choice(
                        id: "continue-\(word)", field: "continue", value: word, words: word,
                        isChosen: answered?.wouldContinue == answer)
                }))
    }

    /// Whole steps where there are few, a row of equal steps otherwise.
    private static func values(of scale: Scale) -> [Double] {
        let steps = scale.max - scale.min
        let count = steps.rounded() == steps && Int(steps) < mostChoices ? Int(steps) : mostChoices - 1
        return (0...count).map { scale.min + steps * Double($0) / Double(count) }
    }
}

/// A pulse sheet to be filled in.
struct PulsePage {
    /// Something that can be ticked.
    struct Sign {
        var name: String
        var statement: String
        var isTicked: Bool
    }

    var name: String
    var link: String
    /// What the viewer has answered, while it may be corrected, and its version.
    var meetings: Int?
    var version: Int64?
    var signs: [Sign]
}
