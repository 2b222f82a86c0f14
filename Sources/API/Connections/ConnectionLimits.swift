package import Hummingbird
import HummingbirdCore
package import NIOCore

/// What one connection may take of the service.
package struct ConnectionLimits: Sendable {
    /// How long a request's headers may take from their first byte on.
    package var headerTime: TimeAmount = .seconds(10)
    /// How long a body may take from the end of the headers on.
    package var bodyTime: TimeAmount = .seconds(30)
    /// How long a connection may be idle between requests.
    package var idleTime: TimeAmount = .seconds(75)
    /// How long a client that has something to read may not read.
    package var readerTime: TimeAmount = .seconds(30)
    /// How long an idle connection is kept when the service is told to stop, for a request that is on its way.
    package var grace: TimeAmount = .seconds(1)
    /// The largest header field, and the sum of all, in bytes.
    package var headerSize = 16 * 1024
    /// How many header fields a request may have.
    package var headerCount = 100

    /// The limits above.
    package init() {}
}

extension HTTPServerBuilder {
    /// HTTP/1.1 within limits, that loses no request when it is stopped.
    package static func limited(_ limits: ConnectionLimits = ConnectionLimits()) -> HTTPServerBuilder {
        .http1(
            configuration: HTTP1Channel.Configuration(
                additionalChannelHandlers: [ConnectionWatch(limits: limits)], idleTimeout: limits.idleTime,
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: limits.headerSize, maxHeaderListSize: limits.headerSize,
                    maxHeaderFieldCount: limits.headerCount)))
    }
}
