internal import CMatchingKernels

/// Uninitialised memory of one type that is freed with its owner, on large pages where it is long.
final class Arena<Element: BitwiseCopyable> {
    /// The first element.
    let start: UnsafeMutablePointer<Element>
    /// How many there are.
    let count: Int

    /// Memory for `count` elements, all equal to `value`.
    convenience init(repeating value: Element, count: Int) {
        self.init(uninitialised: count)
        start.initialize(repeating: value, count: count)
    }

    /// Memory for `count` elements that are written before they are read.
    init(uninitialised count: Int) {
        // Whole large pages: at either end of what begins anywhere, the system would hand out hundreds of small ones.
        let needed = max(count, 1) * MemoryLayout<Element>.stride
        let page = needed >= 1 << 20 ? 2 << 20 : 64
        let bytes = (needed + page - 1) / page * page
        start = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: page)
            .bindMemory(to: Element.self, capacity: max(count, 1))
        self.count = count
        matching_prefer_large_pages(start, Int64(bytes))
    }

    deinit { start.deallocate() }

    /// The elements as an array.
    var array: [Element] { Array(UnsafeBufferPointer(start: start, count: count)) }
}
