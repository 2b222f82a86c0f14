/// What people write when they decline or end a pairing.
enum Reasons {
    static let declined: [String?] = [
        "Who keeps control of the shared account is not settled", "Covers other industries than we need",
        "Sells a competing product line", "Too far away for joint visits",
        "No time before the end of the quarter",
        nil,
    ]
    static let left = "Left the field sales organisation"

    /// By the factor that fell short, in the order of the study's sheet.
    static let byWeakestFactor = [
        "Promises to the customer were not kept", "One side did all the work",
        "Joint visits were cancelled too often", "Calls and mails stayed without an answer",
        "Quotas pull in different directions", "The two field organisations work too differently",
    ]
    static let pins = [
        "Joint key account until the end of the year",
        "Renewal under negotiation, no change before signature",
        "Both managers asked to keep this pair",
    ]
    static let vetoes = [
        "Former colleagues, conflict of interest", "Open dispute about a commission",
        "The customer asked for someone else",
    ]
}
