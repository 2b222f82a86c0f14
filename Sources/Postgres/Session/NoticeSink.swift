import CLibpq
import Logging

/// Takes the notices of a connection, which libpq would print to standard error.
final class NoticeSink: @unchecked Sendable {
    private let logger: Logger
    /// How many notices have come. Confined to whoever drives the connection.
    private(set) var count = 0

    init(logger: Logger) {
        self.logger = logger
    }

    /// Registers with a connection, which must not outlive this object.
    func attach(to connection: OpaquePointer) {
        PQsetNoticeReceiver(
            connection,
            { sink, result in
                guard let sink, let result else { return }
                Unmanaged<NoticeSink>.fromOpaque(sink).takeUnretainedValue().take(result)
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    /// Logs severity and SQLSTATE. The message stays out of the log if it may repeat values.
    private func take(_ result: OpaquePointer) {
        count += 1
        func field(_ code: Unicode.Scalar) -> String {
            PQresultErrorField(result, Int32(code.value)).map { String(cString: $0) } ?? ""
        }
        let state = SQLState(rawValue: field("C"))
        let isRaised = state.rawValue == "00000" || state.rawValue == "01000"
        let message = isRaised || state.messageMayRepeatValues ? "" : field("M")
        logger.debug("\(field("V")) \(state) \(message)")
    }
}
