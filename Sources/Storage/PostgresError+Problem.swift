public import Domain
public import Postgres

extension PostgresError: Problem {
    /// What a person reads when the database fails them. The server's own words stay in the log: they may name
    /// tables, hosts and values.
    public var problem: ProblemText {
        switch kind {
        case .connectionFailed, .connectionLost, .deadlineExceeded, .poolExhausted, .overloaded, .shutDown:
            ProblemText(
                kind: .unavailable, code: "storage.database-unavailable",
                message: "The database cannot be reached, or does not answer in time.",
                hint: "Try again in a few seconds; an operator finds the cause in the log.")
        case .invalidSettings:
            ProblemText(
                kind: .invalid, code: "storage.database-settings", message: message,
                hint: hint ?? "Set RAPPORT_DATABASE_URL, as postgresql://user@host:5432/database.")
        case .server, .cancelled, .decoding, .misuse:
            ProblemText(
                kind: .fault, code: "storage.statement-failed", message: "The database refused a statement.",
                hint: "This is a fault of ours; an operator finds the cause in the log.")
        }
    }
}
