import Foundation
import Storage

/// A round's certificate as it is shown. The seed is a text: not every reader of JSON keeps a number of 64 bits.
struct CertificateView {
    let json: JSONValue

    init(_ round: UUID, _ certificate: RoundCertificate) throws {
        let texts = [
            ("round", round.text), ("day", "\(certificate.day)"), ("seed", "\(certificate.seed)"),
            ("program", certificate.program),
            ("publishedAt", certificate.publishedAt.ISO8601Format()),
            ("factsSHA256", Self.hexadecimal(certificate.factsDigest)),
            ("modelSHA256", Self.hexadecimal(certificate.modelDigest)),
            ("roundSHA256", Self.hexadecimal(certificate.roundDigest)),
        ]
        let policy = try JSONReader.read(Array(certificate.policy.utf8))
        json = .object(
            texts.map { JSONValue.Field(name: $0.0, value: .string($0.1)) }
                + [JSONValue.Field(name: "policy", value: policy)])
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}
