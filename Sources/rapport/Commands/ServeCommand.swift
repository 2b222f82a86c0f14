import API
import ArgumentParser
import Console
import Gateway
import Logging
import Storage

/// `rapport serve`.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve the API and the console, and refit as sheets arrive.",
        discussion: "Never migrates: it refuses a schema that it does not know. SIGTERM and Ctrl-C drain it.")

    @OptionGroup var address: AddressOptions
    @OptionGroup var pages: PageOptions
    @OptionGroup var options: DatabaseOptions

    func run() async throws {
        try await options.withDatabase { database in
            var logger = database.logger
            if !options.verbose { logger.logLevel = .notice }
            let server = Server(
                database: database, host: address.host, port: try address.port, pages: pages, logger: logger)
            try await server.run { Terminal.say("serving on \($0)") }
        }
    }
}

/// Where to listen.
struct AddressOptions: ParsableArguments {
    @Option(name: .customLong("host"), help: "The address to listen on; RAPPORT_HOST when left out.")
    var givenHost: String?
    @Option(name: .customLong("port"), help: "The port to listen on; RAPPORT_PORT when left out.")
    var givenPort: Int?

    var host: String { givenHost ?? Setting.host.text() ?? Setting.host.standard }
    var port: Int { get throws { try givenPort ?? Setting.port.number() } }

    func validate() throws {
        guard (1...65_535).contains(givenPort ?? 1) else {
            throw ValidationError("--port must be from 1 to 65535.")
        }
    }
}

/// How the console is shown.
struct PageOptions: ParsableArguments {
    @Option(help: "The folder with Bootstrap's css/bootstrap.min.css (Debian: libjs-bootstrap5).")
    var styles = "/usr/share/bootstrap-html"
    @Flag(
        help:
            "Browsers come over HTTPS only, through a proxy: keep the console's cookie from anything else, and say so."
    )
    var https = false

    /// The console as these options want it.
    func console(store: Store, cache: AllianceCache, nights: NightCache, signIn: SignIn) -> Console {
        Console(
            store: store, cache: cache, nights: nights, signIn: signIn, styles: styles, isSecure: https)
    }
}
