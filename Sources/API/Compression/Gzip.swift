import CZlib
import Hummingbird

/// Packs bytes as gzip (RFC 1952), by zlib. The same bytes are packed the same way: there is no time in the header.
enum Gzip {
    /// Four of nine. 168 KB of a list became 22 KB in 1.6 ms; nine took 36 ms for a tenth less.
    private static let level: Int32 = 4
    /// The largest window, and 16 more for gzip's header and check sum instead of zlib's own.
    private static let windowBits: Int32 = 15 + 16
    private static let memoryLevel: Int32 = 8

    /// The packed bytes; nil when there is no memory for it.
    static func packed(_ bytes: ByteBuffer) -> ByteBuffer? {
        var stream = z_stream()
        let isReady = deflateInit2_(
            &stream, level, Z_DEFLATED, windowBits, memoryLevel, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        guard isReady == Z_OK else { return nil }
        defer { deflateEnd(&stream) }
        let bound = Int(deflateBound(&stream, UInt(bytes.readableBytes)))
        var packed = ByteBuffer()
        let end = packed.writeWithUnsafeMutableBytes(minimumWritableBytes: bound) { room in
            deflateAll(of: bytes, into: room, &stream)
        }
        return end > 0 ? packed : nil
    }

    /// - Returns: how many bytes were written; 0 when that failed.
    private static func deflateAll(
        of bytes: ByteBuffer, into room: UnsafeMutableRawBufferPointer, _ stream: inout z_stream
    ) -> Int {
        bytes.withUnsafeReadableBytes { source in
            // zlib only reads what it is told to read, but says so to C++ alone.
            stream.next_in = UnsafeMutablePointer(
                mutating: source.bindMemory(to: UInt8.self).baseAddress)
            stream.avail_in = UInt32(source.count)
            stream.next_out = room.bindMemory(to: UInt8.self).baseAddress
            stream.avail_out = UInt32(room.count)
            return deflate(&stream, Z_FINISH) == Z_STREAM_END ? Int(stream.total_out) : 0
        }
    }
}
