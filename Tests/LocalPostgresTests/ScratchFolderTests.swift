import Foundation
import Glibc
import Testing

@testable import LocalPostgres

@Suite struct ScratchFolderTests {
    @Test func `folders of killed processes are removed, those of living ones stay`() async throws {
        let parent = try TemporaryFolder()
        defer { parent.remove() }
        let living = try ScratchFolder(parent: parent.path, prefix: "scratch")
        let stranger = parent.path + "/scratch-without-a-lock"
        try FileManager.default.createDirectory(atPath: stranger, withIntermediateDirectories: false)
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = parent.path as String] in
            let abandoned = try ScratchFolder(parent: path, prefix: "scratch")
            Glibc.kill(getpid(), SIGKILL)
            withExtendedLifetime(abandoned) {}
        }
        let names = { Set(try FileManager.default.contentsOfDirectory(atPath: parent.path)) }
        #expect(try names().count == 3)

        let next = try ScratchFolder(parent: parent.path, prefix: "scratch")

        let expected = Set([living.path, next.path, stranger].map { ($0 as NSString).lastPathComponent })
        #expect(try names() == expected)
    }

    @Test func `a server that was frozen when its process died is found and ended`() async throws {
        let parent = try TemporaryFolder()
        defer { parent.remove() }
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = parent.path as String] in
            let scratch = try ScratchFolder(parent: path, prefix: "scratch")
            let cluster = PrivateCluster(ClusterSettings(folder: scratch.path))
            try await cluster.start()
            try await cluster.freeze()
            Glibc.kill(getpid(), SIGKILL)
        }
        let name = try #require(try FileManager.default.contentsOfDirectory(atPath: parent.path).first)
        let data = "\(parent.path)/\(name)/cluster"
        let file = try #require(PostmasterFile(inDataFolder: data))
        #expect(file.isServer(ofDataFolder: data))

        while FileManager.default.fileExists(atPath: data) {
            try ScratchFolder(parent: parent.path, prefix: "scratch").remove()
        }

        #expect(!file.isServer(ofDataFolder: data))
    }

    @Test func `a scratch folder is closed to others`() throws {
        let parent = try TemporaryFolder()
        defer { parent.remove() }
        let folder = try ScratchFolder(parent: parent.path, prefix: "scratch")
        #expect(FileStatus(of: folder.path)?.permissions == 0o700)
        folder.remove()
        #expect(FileStatus(of: folder.path) == nil)
        folder.remove()
    }
}
