import Domain
import Glibc

/// Something else listens on the port.
struct PortTaken: Problem {
    let host: String
    let port: Int

    var problem: ProblemText {
        ProblemText(
            kind: .conflict, code: "serve.port-taken",
            message: "Something else listens on \(host), port \(port).",
            hint: "Choose another port: --port \(port == 65_535 ? port - 1 : port + 1).")
    }

    /// Looks before anything else is done that would be in vain. Whoever takes the port afterwards is met by the server.
    ///
    /// - Throws: ``PortTaken`` when an address that `host` stands for is taken. What else may be wrong is left to the server to tell.
    static func check(host: String, port: Int) throws(PortTaken) {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_PASSIVE
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, "\(port)", &hints, &found) == 0 else { return }
        defer { freeaddrinfo(found) }
        var next = found
        while let address = next?.pointee {
            guard isFree(address) else { throw PortTaken(host: host, port: port) }
            next = address.ai_next
        }
    }

    private static func isFree(_ address: addrinfo) -> Bool {
        let descriptor = socket(address.ai_family, address.ai_socktype, address.ai_protocol)
        guard descriptor >= 0 else { return true }
        defer { close(descriptor) }
        // As the server does: connections that have just ended take no port.
        var reuse: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &reuse, socklen_t(MemoryLayout<Int32>.size))
        return bind(descriptor, address.ai_addr, address.ai_addrlen) == 0 || errno != EADDRINUSE
    }
}
