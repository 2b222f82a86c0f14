import Domain
import Foundation
import Gateway
import Hummingbird
import Storage

/// `GET /v1/instrument`: what sheets and pulses ask, word for word, so that everybody answers the same questions.
struct InstrumentRoutes: Sendable {
    let store: Store

    func add(to group: some RouterMethods<SignedInContext>) {
        group.get("instrument") { request, context in
            let record = try await store.record(for: context.viewer)
            return try Answer.done(InstrumentView(record.snapshot.alliance.instrument))
                .response(from: request, context: context)
        }
    }
}

/// The questionnaire as raters read it.
struct InstrumentView: Encodable {
    var min: Double
    var max: Double
    var anchors: [Anchor]
    var factors: [Question]
    var success: String
    var continueQuestion: String
    var signs: [Sign]

    struct Anchor: Encodable {
        var answer: Double
        var text: String
    }

    struct Question: Encodable {
        var factor: String
        var label: String
        var statement: String
    }

    struct Sign: Encodable {
        var sign: WarningSign
        var statement: String
    }

    init(_ instrument: Instrument) {
        min = instrument.scale.min
        max = instrument.scale.max
        anchors = instrument.scale.anchors.map { Anchor(answer: $0.answer, text: $0.text) }
        factors = instrument.factors.map {
            Question(factor: $0.key, label: $0.label, statement: $0.statement)
        }
        success = "All in all, our work together is a success."
        continueQuestion = "Would you go on with this counterpart?"
        signs = WarningSign.allCases.map { Sign(sign: $0, statement: $0.statement) }
    }
}
