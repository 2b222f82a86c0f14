#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A new file that is written from the front, through a buffer.
struct FileOutput: ~Copyable {
    private static let room = 1 << 16

    private let path: String
    private let descriptor: Int32
    private var buffer: [UInt8] = []

    /// Makes a file that is not there yet.
    init(path: String) throws(FolderError) {
        self.path = path
        descriptor = try Self.open(path)
        buffer.reserveCapacity(Self.room + 1024)
    }

    deinit { close(descriptor) }

    private static func open(_ path: String) throws(FolderError) -> Int32 {
        let descriptor = openForWriting(path)
        guard descriptor >= 0 else { throw FolderError.last(path) }
        return descriptor
    }

    /// Adds one byte.
    mutating func append(_ byte: UInt8) { buffer.append(byte) }

    /// Adds a text.
    mutating func append(_ text: String) { buffer.append(contentsOf: text.utf8) }

    /// Writes the buffer to the file when it is full; call it now and then.
    mutating func flushIfFull() throws(FolderError) {
        if buffer.count >= Self.room { try flush() }
    }

    /// Writes what is left, and waits until it is on the disk.
    mutating func finish() throws(FolderError) {
        try flush()
        guard fsync(descriptor) == 0 else { throw FolderError.last(path) }
    }

    private mutating func flush() throws(FolderError) {
        var written = 0
        while written < buffer.count {
            let count = writeBytes(descriptor, buffer[written...])
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw FolderError.last(path) }
            written += count
        }
        buffer.removeAll(keepingCapacity: true)
    }
}

// Free functions, since within `FileOutput` the names of the system's functions are taken.
private func openForWriting(_ path: String) -> Int32 {
    open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
}
private func writeBytes(_ descriptor: Int32, _ bytes: ArraySlice<UInt8>) -> Int {
    bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
}

extension FolderError {
    /// What `errno` says about a path.
    static func last(_ path: String) -> FolderError {
        .system(path: path, reason: String(cString: strerror(errno)))
    }
}
