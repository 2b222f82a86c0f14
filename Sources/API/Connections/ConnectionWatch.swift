import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Watches over one connection: closes it when a client sends too slowly, and ends it well when the service stops.
///
/// A connection's idle time says nothing about a client that sends one byte a second, so that headers and body have
/// limits of their own. When the service stops, a connection is closed after an answer that said so
/// (`Connection: close`); one that is idle is kept for a moment, because a request may be on its way.
///
/// Every method runs on the connection's event loop.
final class ConnectionWatch: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let limits: ConnectionLimits
    private var deadline: Scheduled<Void>?
    private var requestsUnderWay = 0
    private var isStopping = false
    private var hasSaidClose = false

    init(limits: ConnectionLimits) {
        self.limits = limits
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let watch = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        let first = FirstByteWatch {
            let (watch, context) = watch.value
            watch.bytesArrived(context)
        }
        try? context.pipeline.syncOperations.addHandler(first, position: .first)
        // The system gives up on a peer that takes nothing of what is sent: Linux' TCP_USER_TIMEOUT, which is 18.
        let milliseconds = Int(limits.readerTime.nanoseconds / 1_000_000)
        let option = ChannelOptions.Types.SocketOption(level: .tcp, name: .init(rawValue: 18))
        context.channel.setOption(option, value: milliseconds).whenFailure { _ in }
    }

    func handlerRemoved(context: ChannelHandlerContext) { deadline?.cancel() }

    func channelInactive(context: ChannelHandlerContext) {
        deadline?.cancel()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            requestsUnderWay += 1
            setDeadline(limits.bodyTime, context)
        case .body: break
        case .end:
            deadline?.cancel()
            deadline = nil
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var head) where isStopping:
            head.headerFields[.connection] = "close"
            hasSaidClose = true
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .end:
            requestsUnderWay -= 1
            guard hasSaidClose else { return context.write(data, promise: promise) }
            context.writeAndFlush(data, promise: promise)
            context.close(promise: nil)
        case .head, .body: context.write(data, promise: promise)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard event is ChannelShouldQuiesceEvent else { return context.fireUserInboundEventTriggered(event) }
        isStopping = true
        let watch = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(in: limits.grace) {
            let (watch, context) = watch.value
            if watch.requestsUnderWay == 0 { context.close(promise: nil) }
        }
    }

    /// The first byte of a request: what follows it has a time limit, whatever its pace.
    private func bytesArrived(_ context: ChannelHandlerContext) {
        if deadline == nil, requestsUnderWay == 0 { setDeadline(limits.headerTime, context) }
    }

    private func setDeadline(_ time: TimeAmount, _ context: ChannelHandlerContext) {
        deadline?.cancel()
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        deadline = context.eventLoop.scheduleTask(in: time) { bound.value.close(promise: nil) }
    }
}

/// Tells of every read before the bytes are understood.
private final class FirstByteWatch: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    private let tell: () -> Void

    init(_ tell: @escaping () -> Void) {
        self.tell = tell
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        tell()
        context.fireChannelRead(data)
    }
}
