import Glibc

/// Which IP addresses belong to the public internet.
///
/// - Source: IANA's special-purpose address registries for IPv4 and IPv6 (RFC 6890).
enum PublicAddress {
    /// Whether a numeric address is one that anybody may be sent a request to.
    static func contains(_ address: String) -> Bool {
        if let bytes = bytes(of: address, family: AF_INET, count: 4) { return isPublic4(bytes) }
        if let bytes = bytes(of: address, family: AF_INET6, count: 16) { return isPublic6(bytes) }
        return false
    }

    private static func bytes(of address: String, family: Int32, count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        // A zone (fe80::1%eth0) is no part of the number, and no public address has one.
        return inet_pton(family, address, &bytes) == 1 ? bytes : nil
    }

    private static func isPublic4(_ bytes: [UInt8]) -> Bool {
        !special4.contains { block, length in matches(bytes, block, length) }
    }

    /// Only what is assigned to the internet, less documentation, and less what carries an IPv4 address inside.
    private static func isPublic6(_ bytes: [UInt8]) -> Bool {
        matches(bytes, [0x20], 3) && !special6.contains { block, length in matches(bytes, block, length) }
    }

    private static func matches(_ bytes: [UInt8], _ block: [UInt8], _ length: Int) -> Bool {
        (0..<length).allSatisfy { bit in
            let mask: UInt8 = 0x80 >> (bit % 8)
            return bytes[bit / 8] & mask == block[bit / 8] & mask
        }
    }

    private static let special4: [([UInt8], Int)] = [
        ([0], 8), ([10], 8), ([100, 64], 10), ([127], 8), ([169, 254], 16), ([172, 16], 12),
        ([192, 0, 0], 24), ([192, 0, 2], 24), ([192, 88, 99], 24), ([192, 168], 16), ([198, 18], 15),
        ([198, 51, 100], 24), ([203, 0, 113], 24), ([224], 4), ([240], 4),
    ]

    private static let special6: [([UInt8], Int)] = [
        ([0x20, 0x01, 0x00, 0x00], 32), ([0x20, 0x01, 0x00, 0x02, 0, 0], 48), ([0x20, 0x01, 0x00, 0x10], 28),
        ([0x20, 0x01, 0x0D, 0xB8], 32), ([0x20, 0x02], 16), ([0x3F, 0xFF, 0x00], 20),
    ]
}
