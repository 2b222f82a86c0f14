#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A regular file, read from the front.
struct FileInput: ~Copyable {
    private let descriptor: Int32

    /// Opens a file. A named pipe or device is refused before it can block.
    init(path: String) throws(FileProblem) {
        descriptor = try Self.open(path)
    }

    private static func open(_ path: String) throws(FileProblem) -> Int32 {
        var status = stat()
        guard stat(path, &status) == 0 else { throw FileProblem.last }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notRegular }
        let descriptor = openForReading(path)
        guard descriptor >= 0 else { throw FileProblem.last }
        return descriptor
    }

    deinit { close(descriptor) }

    /// Reads up to `room.count` bytes into `room`.
    ///
    /// - Returns: how many were read; 0 at the end of the file.
    func read(into room: UnsafeMutableRawBufferPointer) throws(FileProblem) -> Int {
        while true {
            let count = readBytes(descriptor, room)
            if count >= 0 { return count }
            guard errno == EINTR else { throw FileProblem.last }
        }
    }

    /// The whole file, when it has at most `limit` bytes.
    static func bytes(ofFileAt path: String, limit: Int) throws(FileProblem) -> [UInt8] {
        let input = try FileInput(path: path)
        var all: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            var problem: FileProblem?
            let count = chunk.withUnsafeMutableBytes { room in
                do throws(FileProblem) {
                    return try input.read(into: room)
                } catch {
                    problem = error
                    return 0
                }
            }
            if let problem { throw problem }
            if count == 0 { return all }
            all.append(contentsOf: chunk[..<count])
            if all.count > limit { throw .tooLarge(limit: limit) }
        }
    }
}

// Free functions, since within `FileInput` the names of the system's functions are taken.
private func openForReading(_ path: String) -> Int32 { open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
private func readBytes(_ descriptor: Int32, _ room: UnsafeMutableRawBufferPointer) -> Int {
    read(descriptor, room.baseAddress, room.count)
}

/// Why the operating system did not give a file.
enum FileProblem: Error, Equatable {
    /// There is none of that name.
    case absent
    /// It is a folder, a pipe or a device.
    case notRegular
    /// It has more bytes than it may.
    case tooLarge(limit: Int)
    /// It is UTF-16, by its byte-order mark.
    case wideText
    /// Any other refusal, in the system's words.
    case refused(String)

    /// What `errno` says.
    static var last: FileProblem {
        let code = errno
        return code == ENOENT ? .absent : .refused(String(cString: strerror(code)))
    }

    /// What happened, for a message.
    var reason: String {
        switch self {
        case .absent: "this file is needed and was not found"
        case .notRegular: "this is not a regular file"
        case .tooLarge(let limit): "the file has more than \(limit) bytes"
        case .wideText: "the file is UTF-16, expected UTF-8: save it as that"
        case .refused(let reason): "the file cannot be read: \(reason)"
        }
    }
}
