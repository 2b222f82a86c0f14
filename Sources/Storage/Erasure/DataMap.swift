/// What is stored about a person, table by table: what they are told of it, and what becomes of it when they are erased.
///
/// Personal records and erasures are made from this list alone, and a test compares it with the database's catalogue: a
/// table or column that is missing here fails it.
struct DataMap: Sendable {
    /// The table.
    let table: StaticString
    /// Its columns that name a person by number.
    var people: [StaticString] = []
    /// Columns that a person is told, of the rows that name them.
    var told: [StaticString] = []
    /// Those of them that are numbers of people or companies, and are told as keys.
    var keyed: [StaticString] = []
    /// Columns that nobody is told.
    var withheld: [StaticString] = []
    /// JSON columns in which a person's key may stand as a text; an erasure puts `"erased"` in its place.
    var keysInJSON: [StaticString] = []
    /// Columns in which people write what they like, of anybody; an erasure puts `erased` in place of the person's name, key
    /// and address, wherever they stand.
    var words: [StaticString] = []
    /// The same of columns that hold lists of texts.
    var lists: [StaticString] = []
    /// What an erasure does.
    var erasure: Erasure = .nothing

    /// What becomes of the rows that name an erased person.
    enum Erasure: Sendable {
        /// They hold nothing about a person, or name one by number alone: the number leads nowhere afterwards.
        case nothing
        /// They go.
        case rows
        /// They go where this column names the person.
        case rowsNaming(StaticString)
        /// They go where they answer an occasion of one of the person's pairings, whoever answered.
        case rowsOfPairings
        /// These columns are emptied.
        case cells([StaticString])
        /// These columns are emptied in the rows of the person's pairings.
        case cellsOfPairings([StaticString])
        /// These columns are emptied in the rows about changes of rounds that name the person.
        case cellsOfChanges([StaticString])
        /// The row stays as a stone with nothing written on it: rounds and pairings of others refer to it.
        case tombstone
        /// Free text of the whole alliance that may hold a name goes, whoever it is about: assignments of an `update`.
        case textOfAlliance(StaticString)
        /// It is learned anew from what is left.
        case learnedAnew
    }

    /// Every table.
    static let all: [DataMap] = people + pairings + life + rounds + learned + events + service

    private static let people: [DataMap] = [
        DataMap(
            table: "salesperson", people: ["number"],
            told: ["key", "company", "name", "email", "capacity", "active", "attributes"], keyed: ["company"],
            erasure: .tombstone),
        DataMap(
            table: "absence", people: ["person"], told: ["first_day", "last_day"], erasure: .rows),
        DataMap(
            table: "account_coverage", people: ["person"], told: ["account", "name", "role", "revenue"],
            erasure: .rows),
        DataMap(
            table: "api_key", people: ["person"],
            told: ["label", "role", "scopes", "created_at", "expires_at", "revoked_at"],
            withheld: ["key_id", "digest", "company", "team", "reads_since"], words: ["label"], erasure: .rows
        ),
        DataMap(
            table: "app_user", people: ["person", "spoke_for"],
            told: [
                "email", "role", "created_at", "password_set_at", "invited_at", "invitation_ends_at",
                "invitation_used_at", "disabled_at", "reads_since",
            ],
            withheld: ["user_id", "company", "team", "password", "subject", "invitation"], erasure: .rows),
        DataMap(
            table: "team_member", people: ["person"], told: ["team"], keyed: ["team"], erasure: .rows),
        // Of sheets a person is told their own: what others said of them was said in confidence (GDPR, article 15 (4)). Their
        // answers about others stay, as numbers without a name: aggregates of others must not change with them.
        DataMap(
            table: "sheet", people: ["rater"],
            told: ["target", "day", "ratings", "success", "would_continue", "recorded_at"], keyed: ["target"],
            withheld: ["occasion_id", "by_rater"], erasure: .rowsNaming("target")),
    ]

    // Why two people parted, one side has said in confidence of the other: it is told to nobody of the other side, here
    // either (GDPR, article 15 (4)). A veto repeats it.
    private static let pairings: [DataMap] = [
        DataMap(
            table: "pairing", people: ["person_a", "person_b"],
            told: ["person_a", "person_b", "status", "started", "ended", "recorded_at"],
            keyed: ["person_a", "person_b"], withheld: ["pairing_id", "reason"], words: ["reason"],
            erasure: .cells(["reason"])),
        DataMap(
            table: "rule", people: ["person_a", "person_b"],
            told: ["person_a", "person_b", "kind"],
            keyed: ["person_a", "person_b"], withheld: ["reason"], words: ["reason"], erasure: .rows),
    ]

    private static let rounds: [DataMap] = [
        DataMap(
            table: "round_change", people: ["person_a", "person_b"],
            told: ["person_a", "person_b", "action"], keyed: ["person_a", "person_b"],
            withheld: [
                "round_id", "position", "change_count", "cause", "utility", "propensity", "reasons_a",
                "reasons_b", "knock_on_of",
            ],
            erasure: .cells(["reasons_a", "reasons_b"])),
        DataMap(
            table: "round",
            withheld: [
                "round_id", "day", "seed", "revision", "policy", "utility", "present_utility", "warnings",
                "published_at", "report", "change_count",
            ], keysInJSON: ["policy"], erasure: .textOfAlliance("warnings = '{}'")),
        DataMap(
            table: "round_input",
            withheld: [
                "round_id", "program", "facts", "model", "round", "published_at", "facts_sha256",
                "model_sha256", "round_sha256",
            ],
            erasure: .learnedAnew),
    ]

    private static let learned: [DataMap] = [
        DataMap(
            table: "posterior", withheld: ["revision", "fitted_at", "encoded"], erasure: .learnedAnew),
        DataMap(
            table: "aggregate_release", people: ["target"], told: ["question", "mean", "released_at"],
            withheld: ["raters"], erasure: .rows),
        DataMap(
            table: "scorecard",
            withheld: ["revision", "fitted_at", "figures", "held_out", "held_out_at"]),
        DataMap(
            table: "lift_release", withheld: ["origin", "raters", "pairings", "mean", "released_at"]),
    ]

    private static let events: [DataMap] = [
        DataMap(
            table: "audit", people: ["actor_person"],
            told: ["happened_at", "action", "object_kind", "object_id", "evidence"],
            withheld: ["position", "actor_role", "actor_company", "people", "seal"]),
        DataMap(
            table: "outbox",
            withheld: ["event_id", "kind", "object_kind", "object_id", "people", "facts", "happened_at"]),
        DataMap(
            table: "delivery",
            withheld: [
                "webhook_id", "event_id", "attempts", "due_at", "delivered_at", "status", "failure",
            ]),
        DataMap(
            table: "webhook",
            withheld: ["webhook_id", "url", "secret", "kinds", "active", "version", "created_at"]),
        // An answer may repeat what it was about; a day later it would have gone anyway.
        DataMap(
            table: "idempotency_key",
            withheld: ["holder", "key", "fingerprint", "status", "headers", "body", "recorded_at"],
            erasure: .textOfAlliance("body = null, headers = '{}'")),
        DataMap(table: "erasure", people: ["person"], told: ["asked_at"], withheld: ["done_at"]),
    ]

    private static let service: [DataMap] = [
        DataMap(
            table: "alliance", withheld: ["key", "name", "scale_min", "scale_max", "created_at"]),
        DataMap(table: "revision", withheld: ["revision", "version"]),
        // Protected people are named by key.
        DataMap(table: "policy", withheld: ["fields", "changed_at"], keysInJSON: ["fields"]),
        DataMap(
            table: "factor", withheld: ["position", "key", "label", "slight", "medium", "great"]),
        DataMap(table: "attribute", withheld: ["position", "name", "kind"]),
        DataMap(
            table: "company",
            withheld: [
                "number", "key", "name", "side", "employees", "sales_levels", "payment_days", "country",
            ]),
        DataMap(table: "company_hold", withheld: ["company_a", "company_b", "until"]),
        DataMap(table: "account_conflict", withheld: ["account", "opened", "settled"]),
        DataMap(table: "team", withheld: ["number", "key", "name", "company"], words: ["name"]),
        // Goes with its user or key.
        DataMap(
            table: "session",
            withheld: [
                "session_id", "digest", "user_id", "key_id", "created_at", "expires_at", "revoked_at",
            ]),
        // A failure's reason may name somebody.
        DataMap(
            table: "job",
            withheld: [
                "job_id", "kind", "due_at", "attempts", "lease_token", "lease_until", "failure", "night_id",
                "holder", "died_at",
            ], erasure: .textOfAlliance("failure = null")),
        DataMap(
            table: "night_result",
            withheld: [
                "night_id", "state", "round_id", "failure", "people", "begun", "ended", "explored", "utility",
                "present_utility", "warnings", "recorded_at",
            ],
            erasure: .textOfAlliance(
                "failure = case when failure is not null then 'erased with personal data' end")),
        DataMap(
            table: "night",
            withheld: [
                "night_id", "day", "seed", "again", "holder", "lease_until", "begun_at", "ended_at",
                "outcome",
            ]),
        DataMap(table: "schema_migration"),
    ]
}
