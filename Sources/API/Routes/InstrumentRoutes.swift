package import Domain
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
package struct InstrumentView: Encodable {
    var min: Double
    var max: Double
    /// What some of the answers mean, in words.
    package var anchors: [Anchor]
    /// One question for each factor.
    package var factors: [Question]
    /// What the overall judgement is about.
    package var success: String
    /// The last question of a sheet.
    package var continueQuestion: String
    /// What can be ticked on a pulse sheet.
    package var signs: [Sign]

    /// An answer and what it means.
    package struct Anchor: Encodable {
        /// The answer.
        package var answer: Double
        /// What it means.
        package var text: String
    }

    /// A question about a factor.
    package struct Question: Encodable {
        /// The factor's key.
        package var factor: String
        var label: String
        /// What is agreed or disagreed with.
        package var statement: String
    }

    /// A warning sign.
    package struct Sign: Encodable {
        /// Which one.
        package var sign: WarningSign
        /// What a person ticks.
        package var statement: String
    }

    /// The questionnaire of an instrument.
    package init(_ instrument: Instrument) {
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
