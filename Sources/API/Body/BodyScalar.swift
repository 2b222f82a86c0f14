/// Reads one value.
struct BodyScalar: SingleValueDecodingContainer {
    let decoder: BodyDecoder
    var codingPath: [any CodingKey] { decoder.codingPath }

    func decodeNil() -> Bool { decoder.value == .null }

    func decode(_ type: Bool.Type) throws -> Bool {
        guard case .bool(let value) = decoder.value else { throw decoder.mismatch(type, "true or false") }
        return value
    }

    func decode(_ type: String.Type) throws -> String {
        guard case .string(let text) = decoder.value else { throw decoder.mismatch(type, "a text") }
        return text
    }

    func decode(_ type: Double.Type) throws -> Double {
        // Whatever JSONReader takes for a number is a finite double.
        guard case .number(let digits) = decoder.value, let number = Double(digits) else {
            throw decoder.mismatch(type, "a number")
        }
        return number
    }

    func decode(_ type: Float.Type) throws -> Float {
        let number = Float(try decode(Double.self))
        guard number.isFinite else { throw decoder.mismatch(type, "a smaller number") }
        return number
    }

    func decode(_ type: Int.Type) throws -> Int { try whole(type) }
    func decode(_ type: Int8.Type) throws -> Int8 { try whole(type) }
    func decode(_ type: Int16.Type) throws -> Int16 { try whole(type) }
    func decode(_ type: Int32.Type) throws -> Int32 { try whole(type) }
    func decode(_ type: Int64.Type) throws -> Int64 { try whole(type) }
    func decode(_ type: UInt.Type) throws -> UInt { try whole(type) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try whole(type) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try whole(type) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try whole(type) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try whole(type) }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try type.init(from: decoder) }

    /// `5.0` is a whole number too, as JSON Schema has it.
    private func whole<Whole: FixedWidthInteger>(_ type: Whole.Type) throws -> Whole {
        if case .number(let digits) = decoder.value {
            if let number = Whole(digits) ?? Double(digits).flatMap(Whole.init(exactly:)) { return number }
        }
        throw decoder.mismatch(type, "a whole number of \(Whole.min) to \(Whole.max)")
    }
}
