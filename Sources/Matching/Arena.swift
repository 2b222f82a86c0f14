internal import CMatchingKernels

/// Uninitialised memory of one type that is freed with its owner, on large pages where it is long.
final class Arena<Element: BitwiseCopyable> {
    /// The first element.
    let start: UnsafeMutablePointer<Element>
    /// How many there are.
    let count: Int

    /// Memory for `count` elements, all equal to `value`.
    init(repeating value: Element, count: Int) {
        start = .allocate(capacity: max(count, 1))
        self.count = count
        matching_prefer_large_pages(start, Int64(count * MemoryLayout<Element>.stride))
        start.initialize(repeating: value, count: count)
    }

    /// Memory for `count` elements that are written before they are read.
    init(uninitialised count: Int) {
        start = .allocate(capacity: max(count, 1))
        self.count = count
        matching_prefer_large_pages(start, Int64(count * MemoryLayout<Element>.stride))
    }

    deinit { start.deallocate() }

    /// The elements as an array.
    var array: [Element] { Array(UnsafeBufferPointer(start: start, count: count)) }
}
