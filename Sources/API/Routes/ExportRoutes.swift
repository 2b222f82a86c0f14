import Domain
import Foundation
import Gateway
import Hummingbird
import Storage

/// `GET /v1/export` and `GET /v1/export/{table}`: everything the viewer may see, as JSON and as CSV.
struct ExportRoutes: Sendable {
    let store: Store

    func add(to group: some RouterMethods<SignedInContext>) {
        group.get("export", use: everything)
        group.get("export/{table}", use: table)
    }

    @Sendable
    private func everything(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let desk = try await ExportDesk.open(store, for: context.viewer, at: Date())
        var fields = [
            JSONValue.Field(name: "alliance", value: .string(desk.record.snapshot.alliance.key))
        ]
        for name in ExportTable.Name.allCases {
            fields.append(.init(name: name.rawValue, value: try await desk.table(name).json))
        }
        return Self.response(
            JSONValue.object(fields).text, type: "application/json; charset=utf-8",
            file: "export.json")
    }

    @Sendable
    private func table(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let name = try context.parameters.part("table")
        let format = request.uri.queryParameters["format"].map(String.init) ?? "csv"
        guard ["csv", "json"].contains(format) else {
            throw GatewayError.badField(
                name: "format", message: "\"\(format)\" is no format.", hint: "Use csv or json.")
        }
        guard let known = ExportTable.Name(rawValue: name) else { throw ExportMissing() }
        let table = try await ExportDesk.open(store, for: context.viewer, at: Date()).table(known)
        return format == "csv"
            ? Self.response(table.csv, type: "text/csv; charset=utf-8; header=present", file: "\(name).csv")
            : Self.response(table.json.text, type: "application/json; charset=utf-8", file: "\(name).json")
    }

    private static func response(_ text: String, type: String, file: String) -> Response {
        Response(
            status: .ok,
            headers: [.contentType: type, .contentDisposition: "attachment; filename=\"\(file)\""],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}

/// There is no such table to export.
struct ExportMissing: Problem {
    var problem: ProblemText {
        ProblemText(
            kind: .missing, code: "export.no-such-table", message: "There is no such table.",
            hint: "The tables are \(ExportTable.Name.allCases.map(\.rawValue).joined(separator: ", ")).")
    }
}
