import CLibpq

/// Bound values in the form libpq takes them: pointers, lengths, formats. Kept by a connection and filled anew for each
/// statement, so that sending allocates nothing.
struct Parameters {
    private var pointers: [UnsafePointer<CChar>?] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []

    /// Calls `body` with count, values, lengths and formats.
    mutating func withPointers(
        to bindings: Bindings,
        _ body: (
            Int32, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?
        ) -> Int32
    ) -> Bool {
        guard bindings.count > 0 else { return body(0, nil, nil, nil) == 1 }
        return bindings.bytes.withUnsafeBytes { bytes in
            fill(bindings, bytes)
            return body(Int32(bindings.count), pointers, lengths, formats) == 1
        }
    }

    private mutating func fill(_ bindings: Bindings, _ bytes: UnsafeRawBufferPointer) {
        pointers.removeAll(keepingCapacity: true)
        lengths.removeAll(keepingCapacity: true)
        formats.removeAll(keepingCapacity: true)
        var start = 0
        for end in bindings.ends {
            formats.append(1)
            guard end >= 0 else {
                pointers.append(nil)
                lengths.append(0)
                continue
            }
            // A null pointer would be a null value: an empty one points at something else.
            let base = bytes.baseAddress ?? Self.somewhere
            pointers.append(base.advanced(by: bytes.isEmpty ? 0 : start).assumingMemoryBound(to: CChar.self))
            lengths.append(Int32(end - start))
            start = end
        }
    }

    private static var somewhere: UnsafeRawPointer {
        UnsafeRawPointer(StaticString("").utf8Start)
    }
}
