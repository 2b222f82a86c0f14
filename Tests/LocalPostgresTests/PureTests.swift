import Testing

@testable import LocalPostgres

@Suite struct PostmasterFileTests {
    @Test func `a complete file is read`() throws {
        let text = "123\n/data\n1700000000\n5432\n/tmp/x\n\n  16057447         8\nready   \n"
        let file = try #require(PostmasterFile(text: text))
        #expect(file.process == 123)
        #expect(file.sharedMemory == 8)
        #expect(file.status == .ready)
    }

    @Test func `a file that is still being written has no status`() throws {
        let file = try #require(PostmasterFile(text: "123\n/data\n1700000000\n5432\n"))
        #expect(file.status == nil && file.sharedMemory == nil)
    }

    @Test(arguments: ["", "\n", "abc\n", "-5\n", "0\n"])
    func `a file without a process is no file`(text: String) {
        #expect(PostmasterFile(text: text) == nil)
    }
}

@Suite struct ServerBinariesTests {
    private let found = [14, 16, 15, 16].enumerated().map {
        ServerBinaries(folder: "/\($0.offset)", version: $0.element)
    }

    @Test func `a new cluster takes the newest version, the first place of two`() throws {
        #expect(try ServerBinaries.choose(from: found, dataVersion: nil).folder == "/1")
    }

    @Test func `an old cluster takes its own version, however old`() throws {
        #expect(try ServerBinaries.choose(from: found, dataVersion: 14).folder == "/0")
        #expect(try ServerBinaries.choose(from: found, dataVersion: 15).folder == "/2")
    }

    @Test func `versions that are too old, or not there, are named`() {
        #expect(throws: LocalPostgresError.versionNotFound(needed: .exactly(17), found: [14, 15, 16])) {
            try ServerBinaries.choose(from: found, dataVersion: 17)
        }
        #expect(throws: LocalPostgresError.versionNotFound(needed: .atLeast(15), found: [14])) {
            try ServerBinaries.choose(from: [found[0]], dataVersion: nil)
        }
    }
}

@Suite struct DefaultFolderTests {
    @Test func `root's cluster lives in var lib, a user's in their data folder`() {
        let home = ["HOME": "/home/ann"]
        let both = ["HOME": "/home/ann", "XDG_DATA_HOME": "/data/ann"]
        #expect(ClusterSettings.defaultFolder(environment: both, userIdentifier: 0) == "/var/lib/rapport")
        #expect(ClusterSettings.defaultFolder(environment: both, userIdentifier: 5) == "/data/ann/rapport")
        #expect(
            ClusterSettings.defaultFolder(environment: home, userIdentifier: 5)
                == "/home/ann/.local/share/rapport")
    }

    @Test func `paths that are not absolute do not count`() {
        let relative = ["HOME": "/home/ann", "XDG_DATA_HOME": "data"]
        #expect(
            ClusterSettings.defaultFolder(environment: relative, userIdentifier: 5)
                == "/home/ann/.local/share/rapport")
        #expect(ClusterSettings.defaultFolder(environment: ["HOME": ""], userIdentifier: 5) == nil)
    }
}

@Suite struct ServerAddressTests {
    @Test func `names that mean something in a URL are escaped`() {
        let address = ServerAddress(socketFolder: "/tmp/a b", port: 5432, password: nil)
        #expect(
            address.url(database: "a/b?c", user: "ann@home")
                == "postgresql://ann%40home@/a%2Fb%3Fc?host=%2Ftmp%2Fa%20b&port=5432")
    }
}
