import Crypto
import Foundation

/// How a receiver knows that a delivery is ours and of now.
///
/// HMAC-SHA256 over id, time and body.
/// - Source: the Standard Webhooks specification 1.0, for which receivers have libraries in most languages.
public enum Signature {
    /// The headers of a delivery.
    static func headers(
        id: String, seconds: Int, body: [UInt8], secret: [UInt8]
    ) -> [(name: String, value: String)] {
        [
            ("webhook-id", id), ("webhook-timestamp", "\(seconds)"),
            ("webhook-signature", "v1," + sign(id: id, seconds: seconds, body: body, secret: secret)),
        ]
    }

    /// The signature, in base 64.
    static func sign(id: String, seconds: Int, body: [UInt8], secret: [UInt8]) -> String {
        var code = HMAC<SHA256>(key: SymmetricKey(data: secret))
        code.update(data: Data("\(id).\(seconds).".utf8))
        code.update(data: body)
        return Data(code.finalize()).base64EncodedString()
    }

    /// A secret as its receiver is told it, once.
    public static func text(ofSecret secret: [UInt8]) -> String {
        "whsec_" + Data(secret).base64EncodedString()
    }

    /// A new secret.
    public static func newSecret() -> [UInt8] {
        SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
    }
}
