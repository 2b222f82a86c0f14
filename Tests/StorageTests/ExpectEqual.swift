import Testing

/// Expects two values to be equal. A function, since `#expect` cannot hold `try await` inside a closure whose throwing
/// it would have to make known.
func expectEqual<Value: Equatable>(
    _ value: Value, _ expected: Value, _ comment: Comment? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(value == expected, comment, sourceLocation: sourceLocation)
}
