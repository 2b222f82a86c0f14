import Foundation
import PackagePlugin

/// Makes `EmbeddedSQL.swift` from the files under `sql/`, so that the binary carries its own schema.
@main
struct EmbedSQL: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        let folder = context.package.directoryURL.appending(path: "sql")
        let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedSQL.swift")
        let inputs = try ["migrations", "views", "checks"].flatMap { kind in
            let kindFolder = folder.appending(path: kind)
            let names = try FileManager.default.contentsOfDirectory(atPath: kindFolder.path)
            return names.sorted().filter { $0.hasSuffix(".sql") }.map { kindFolder.appending(path: $0) }
        }
        return [
            .buildCommand(
                displayName: "Embedding sql/",
                executable: try context.tool(named: "SQLEmbedder").url,
                arguments: [output.path] + inputs.map(\.path),
                inputFiles: inputs,
                outputFiles: [output])
        ]
    }
}
