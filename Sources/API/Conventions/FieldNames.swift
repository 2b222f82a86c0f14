import HTTPTypes

extension HTTPField.Name {
    /// `Idempotency-Key`.
    static var idempotencyKey: HTTPField.Name { HTTPField.Name("Idempotency-Key")! }
    /// `Idempotency-Replayed`.
    static var idempotencyReplayed: HTTPField.Name { HTTPField.Name("Idempotency-Replayed")! }
    /// `Link` (RFC 8288).
    static var link: HTTPField.Name { HTTPField.Name("Link")! }
    /// `X-Request-Id`.
    static var requestName: HTTPField.Name { HTTPField.Name("X-Request-Id")! }
}
