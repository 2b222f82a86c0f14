import Foundation

/// `openapi.yaml`, put together from one file for each resource.
///
/// A file holds two YAML documents: the paths of its resource, and the schemas they name. The frame holds all
/// that resources share.
package enum Description {
    /// The served document.
    package static let document: [UInt8] = {
        let parts = resources.map { Part($0) }
        var text = String(decoding: PackageResources.frame_yaml, as: UTF8.self)
        text += "  schemas:\n" + parts.map { indented($0.schemas, by: 4) }.joined()
        text += "paths:\n" + parts.map { indented($0.paths, by: 2) }.joined()
        return Array(text.utf8)
    }()

    /// In the order in which they are shown. `Package.swift` names the same files.
    private static var resources: [[UInt8]] {
        [
            PackageResources.operation_yaml,
            PackageResources.salespeople_yaml,
            PackageResources.sheets_yaml,
            PackageResources.people_yaml,
            PackageResources.users_yaml,
            PackageResources.keys_yaml,
            PackageResources.teams_yaml,
            PackageResources.pairings_yaml,
            PackageResources.rounds_yaml,
            PackageResources.due_yaml,
            PackageResources.control_yaml,
            PackageResources.alliance_yaml,
            PackageResources.personal_yaml,
            PackageResources.scorecard_yaml,
            PackageResources.export_yaml,
            PackageResources.audit_yaml,
            PackageResources.events_yaml,
            PackageResources.webhooks_yaml,
        ]
    }

    private struct Part {
        var paths: Substring
        var schemas: Substring

        init(_ bytes: [UInt8]) {
            let text = String(decoding: bytes, as: UTF8.self)
            guard let border = text.firstRange(of: "\n---\n") else {
                (paths, schemas) = (text[...], "")
                return
            }
            paths = text[..<border.lowerBound]
            schemas = text[border.upperBound...]
        }
    }

    private static func indented(_ text: Substring, by width: Int) -> String {
        let margin = String(repeating: " ", count: width)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.map { $0.isEmpty ? "\n" : margin + $0 + "\n" }.joined()
    }
}
