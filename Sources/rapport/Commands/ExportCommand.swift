import ArgumentParser
import Folder
import Storage

/// `rapport export ALLIANCE FOLDER`.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write an alliance as a folder of plain files.")

    @Argument(help: "The alliance's key.") var alliance: String
    @Argument(help: "The folder to write; an alliance folder that is there is replaced.") var folder: String
    @OptionGroup var options: DatabaseOptions

    func run() async throws {
        try await options.withDatabase { database in
            let id = try await database.batch.alliance(alliance)
            let record = try await database.batch.record(of: id, sheets: true)
            try writeFolder(record.snapshot, to: folder)
            Terminal.say("\(alliance): written to \(folder)")
        }
    }
}
