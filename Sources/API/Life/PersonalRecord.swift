import Domain
import Gateway
package import Hummingbird
package import Storage

/// All that is stored about a salesperson and that they may be told, as one JSON document to take home.
package struct PersonalRecord: Sendable {
    private let text: String

    /// Reads it.
    ///
    /// - Parameters:
    ///   - number: stored number of the person.
    ///   - viewer: who may read the person's record, as was checked.
    package init(ofPerson number: Int, for viewer: Viewer, from store: Store) async throws {
        let record = try await store.record(for: viewer)
        guard let row = record.index(ofPersonNumber: number) else { throw GatewayError.noPerson("\(number)") }
        let tables = try await store.personalRecord(ofPerson: number, for: viewer)
        let fields = try tables.map { table, rows in
            JSONValue.Field(name: table, value: try JSONReader.read(Array(rows.utf8)))
        }
        text =
            JSONValue.object([
                .init(name: "person", value: .string(record.snapshot.people[row].key)),
                .init(name: "tables", value: .object(fields)),
            ]).text
    }

    /// As a file that browsers keep.
    package var response: Response {
        Response(
            status: .ok,
            headers: [
                .contentType: "application/json; charset=utf-8",
                .contentDisposition: "attachment; filename=\"personal-record.json\"",
            ], body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
