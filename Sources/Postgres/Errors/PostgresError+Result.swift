import CLibpq

extension PostgresError {
    /// The error that a result of the server reports.
    init(result: OpaquePointer) {
        func field(_ code: Unicode.Scalar) -> String? {
            PQresultErrorField(result, Int32(code.value)).map { String(cString: $0) }
        }
        let message = field("M") ?? PQresultErrorMessage(result).map { String(cString: $0) } ?? ""
        guard let state = field("C") else {
            // Made by libpq itself: the connection broke, or memory ran out.
            self.init(.connectionLost, "The connection to PostgreSQL broke.")
            return
        }
        self.init(
            .server(SQLState(rawValue: state)), message, hint: field("H"),
            constraint: field("n") ?? Self.constraint(namedIn: message, state: state), table: field("t"),
            column: field("c"))
    }

    /// The constraint's name out of a message that has it only there, as Citus' workers' have, without the shard number
    /// that they add: `… violates unique constraint "sheet_pkey_103075"`.
    static func constraint(namedIn message: String, state: String) -> String? {
        guard state.hasPrefix("23"), let label = message.firstRange(of: "constraint \"") else { return nil }
        let name = message[label.upperBound...].prefix { $0 != "\"" }
        guard let underscore = name.lastIndex(of: "_") else { return String(name) }
        let number = name[name.index(after: underscore)...]
        let isShard = number.count >= 5 && number.allSatisfy(\.isWholeNumber)
        return String(isShard ? name[..<underscore] : name)
    }
}
