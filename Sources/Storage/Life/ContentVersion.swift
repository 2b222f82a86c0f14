import Foundation

/// A version that is read off what a thing says: equal things have equal versions, in every process.
///
/// For things that are stored without a count of their changes. Two that differ have one version with a probability of
/// 2⁻⁵³; with more bits some readers of JSON would round it.
///
/// - Source: Fowler, Noll and Vo, FNV-1a of 64 bits.
public enum ContentVersion {
    /// The version of a thing that is told in these words.
    public static func of(_ value: some Encodable) throws -> Int64 {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in try encoder.encode(value) {
            hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
        }
        return Int64(hash >> 11)
    }
}
