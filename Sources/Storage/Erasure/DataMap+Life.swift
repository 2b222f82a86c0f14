extension DataMap {
    /// The life of pairings, answers in between, and what people and companies have agreed on.
    static let life: [DataMap] = [
        // Of the person's own pairings and changes the words go whole; elsewhere they may name anybody.
        DataMap(
            table: "pairing_life",
            withheld: [
                "pairing_id", "accepted_a", "accepted_b", "trial_days", "least_chemistry", "least_meetings",
                "criterion", "if_undecided", "planned_end", "extensions", "verdict_a", "verdict_b",
                "ended_by",
                "never_again", "round_id", "position", "version", "changed_at",
            ], words: ["criterion"], erasure: .cellsOfPairings(["criterion"])),
        DataMap(
            table: "round_decision",
            withheld: [
                "round_id", "position", "side", "decision", "reason", "never_again", "automatic",
                "decided_at",
            ], words: ["reason"], erasure: .cellsOfChanges(["reason"])),
        DataMap(
            table: "occasion",
            withheld: [
                "occasion_id", "pairing_id", "kind", "opens", "deadline", "answered_a", "answered_b",
                "meetings_a", "meetings_b", "noticed_a", "noticed_b", "released_at",
            ], erasure: .cellsOfPairings(["noticed_a", "noticed_b"])),
        // Their own, and those about them: what was noticed was noticed of the other.
        DataMap(
            table: "pulse", people: ["rater"], told: ["meetings", "signs", "recorded_at"],
            withheld: ["occasion_id"], erasure: .rowsOfPairings),
        DataMap(
            table: "deputy", people: ["person", "deputy"], told: ["person", "deputy"],
            keyed: ["person", "deputy"], erasure: .rows),
        // Of wishes a person is told their own; row-level security keeps back those about them.
        DataMap(
            table: "preference", people: ["person", "other"],
            told: ["person", "other", "wish", "recorded_at"],
            keyed: ["person", "other"], erasure: .rows),
        // What companies say to each other names sides, not people, but for what they write in words.
        DataMap(
            table: "alliance_terms",
            withheld: [
                "payment_days", "revenue_share_a", "lead_rule", "support_rule", "shared_information",
                "shares_names_a", "shares_names_b", "auto_accept", "version",
            ], words: ["lead_rule", "support_rule"], lists: ["shared_information"]),
        DataMap(
            table: "gate_answer",
            withheld: [
                "company", "other_company", "choice", "timing", "conditions", "culture", "information",
                "approvals", "version", "recorded_at",
            ]),
        DataMap(
            table: "control_agreement",
            withheld: [
                "agreement_id", "account", "lead", "support", "shared", "until", "signed_a", "signed_b",
                "withdrawn_by", "version", "proposed_at",
            ], words: ["support"], lists: ["shared"]),
    ]
}
