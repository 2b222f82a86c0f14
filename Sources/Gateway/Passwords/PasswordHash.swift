import Crypto
import CryptoExtras
import Foundation

/// A password as it is stored: what it takes to tell whether somebody knows it, and nothing of itself.
///
/// Written as `$scrypt$ln=15,r=8,p=3$SALT$HASH` (PHC string format, base64 without padding), so that the cost can be raised
/// and older hashes still be read. scrypt with N = 2^15, r = 8, p = 3 takes 32 MB and, on the machine it was made on, about
/// a quarter of a second: one of the settings that OWASP's Password Storage Cheat Sheet holds equal.
public struct PasswordHash: Sendable, Hashable {
    /// The work that one guess costs.
    struct Cost: Sendable, Hashable {
        /// Logarithm to base 2 of scrypt's N.
        var logRounds: Int
        var blockSize: Int
        var parallelism: Int

        /// What new hashes cost.
        static let present = Cost(logRounds: 15, blockSize: 8, parallelism: 3)
    }

    let cost: Cost
    private let salt: [UInt8]
    private let hash: [UInt8]

    /// Hashes a new password with a new salt. Takes a quarter of a second of one core.
    public init(of password: String) throws {
        try self.init(of: password, cost: .present)
    }

    init(of password: String, cost: Cost) throws {
        var generator = SystemRandomNumberGenerator()
        self.cost = cost
        salt = (0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) }
        hash = try Self.derive(password, salt, cost)
    }

    /// Reads a stored hash; nil when the text is none.
    public init?(_ text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt", let cost = Cost(parts[2]),
            let salt = Self.bytes(parts[3]), let hash = Self.bytes(parts[4]), salt.count == 16,
            hash.count == 32
        else { return nil }
        self.cost = cost
        self.salt = salt
        self.hash = hash
    }

    /// What is stored.
    public var text: String {
        "$scrypt$ln=\(cost.logRounds),r=\(cost.blockSize),p=\(cost.parallelism)$\(Self.text(salt))$\(Self.text(hash))"
    }

    /// Whether this is the password. Takes as long for a wrong one as for the right one.
    public func matches(_ password: String) throws -> Bool {
        let candidate = try Self.derive(password, salt, cost)
        // No early end: how much of it is right must not show in the time.
        return zip(candidate, hash).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// The same letters can be typed as different code points; they are one password (NFKC, as RFC 8265 has it).
    private static func derive(_ password: String, _ salt: [UInt8], _ cost: Cost) throws -> [UInt8] {
        let key = try KDF.Scrypt.deriveKey(
            from: Array(password.precomposedStringWithCompatibilityMapping.utf8), salt: salt,
            outputByteCount: 32,
            rounds: 1 << cost.logRounds, blockSize: cost.blockSize, parallelism: cost.parallelism)
        return key.withUnsafeBytes(Array.init)
    }

    private static func bytes(_ text: Substring) -> [UInt8]? {
        let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        return Data(base64Encoded: text + padding).map(Array.init)
    }

    private static func text(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacing("=", with: "")
    }
}

extension PasswordHash.Cost {
    /// Reads `ln=15,r=8,p=3`; nil for what no hash of ours has: whoever could write the row could otherwise make a sign-in
    /// take all memory.
    fileprivate init?(_ text: Substring) {
        let parts = text.split(separator: ",")
        guard parts.count == 3, parts[0].hasPrefix("ln="), parts[1].hasPrefix("r="), parts[2].hasPrefix("p="),
            let logRounds = Int(parts[0].dropFirst(3)), let blockSize = Int(parts[1].dropFirst(2)),
            let parallelism = Int(parts[2].dropFirst(2)), (1...17).contains(logRounds),
            (1...8).contains(blockSize), (1...4).contains(parallelism)
        else { return nil }
        self.init(logRounds: logRounds, blockSize: blockSize, parallelism: parallelism)
    }
}

extension PasswordHash: CustomStringConvertible {
    /// Does not show the hash.
    public var description: String { "a hashed password" }
}
