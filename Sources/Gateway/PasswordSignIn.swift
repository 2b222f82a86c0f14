public import Foundation
public import Storage

/// Signs people in with name and password, and holds back those who guess.
///
/// An unknown alliance, an unknown name, a user without a password, a disabled one and a wrong password get the same answer,
/// after the same work.
public struct PasswordSignIn: Sendable {
    let store: Store
    private let work = PasswordWork()
    private let guesses: Throttle<String>
    let guessers: Throttle<String>

    /// How many wrong passwords one name may have: ten, and one more every half minute.
    public static let guessesAllowed = Throttle<String>.Rate(burst: 10, seconds: 300)
    /// How many wrong passwords may come from one address.
    public static let guessersAllowed = Throttle<String>.Rate(burst: 50, seconds: 300)

    /// Makes a sign-in over a store.
    public init(store: Store) {
        self.store = store
        guesses = Throttle(Self.guessesAllowed)
        guessers = Throttle(Self.guessersAllowed)
    }

    /// The user with this name and password.
    ///
    /// - Parameters:
    ///   - name: the user's e-mail address, in any case.
    ///   - alliance: the alliance's key.
    ///   - address: where the request comes from, as far as that is known.
    /// - Throws: ``GatewayError/wrongPassword``, ``GatewayError/tooManySignIns(retryAfter:)``.
    public func viewer(
        named name: String, password: String, inAlliance alliance: String, from address: String,
        at instant: Date
    ) async throws -> Viewer {
        let name = name.trimmingCharacters(in: .whitespacesAndNewlines).lowercased()
        let alliance = alliance.trimmingCharacters(in: .whitespacesAndNewlines)
        // What is longer is nobody's, and must not fill the memory.
        let target = String("\(alliance) \(name)".prefix(600))
        for allowance in [guesses.look(target, at: instant), guessers.look(address, at: instant)] {
            guard allowance.isAllowed else {
                throw GatewayError.tooManySignIns(retryAfter: allowance.seconds)
            }
        }
        guard let account = try await account(named: name, password: password, inAlliance: alliance) else {
            _ = guesses.take(target, at: instant)
            _ = guessers.take(address, at: instant)
            throw GatewayError.wrongPassword
        }
        guesses.forgive(target)
        return account.viewer
    }

    /// The account with this name, if this is its password and it may be used.
    private func account(named name: String, password: String, inAlliance alliance: String) async throws
        -> Account?
    {
        guard isPlausible(name, password, alliance) else { return nil }
        let account = try await store.account(named: name, inAlliance: alliance)
        let stored = account?.password.flatMap { PasswordHash($0) }
        let matches = try await work.run { try (stored ?? Self.nobodys).matches(password) }
        return matches && stored != nil && account?.isDisabled == false ? account : nil
    }

    /// The hash of a new password that a user who is signed in takes instead of the present one.
    ///
    /// The present one is asked for, and guesses are counted, as at sign-in: a browser left open is not enough.
    /// - Throws: ``GatewayError/wrongPassword``, ``GatewayError/tooManySignIns(retryAfter:)``,
    ///   ``GatewayError/weakPassword(_:)``.
    public func newHash(
        of password: String, instead present: String, for viewer: Viewer, at instant: Date
    ) async throws -> String {
        guard case .user(let user) = viewer.identity,
            let account = try await store.account(of: user, in: viewer.alliance),
            let stored = account.password.flatMap({ PasswordHash($0) })
        else { throw GatewayError.wrongPassword }
        let target = "\(user)"
        let allowance = guesses.look(target, at: instant)
        guard allowance.isAllowed else { throw GatewayError.tooManySignIns(retryAfter: allowance.seconds) }
        guard present.utf8.count <= PasswordRule.longest, try await work.run({ try stored.matches(present) })
        else {
            _ = guesses.take(target, at: instant)
            throw GatewayError.wrongPassword
        }
        return try await hash(of: password, user: account.email)
    }

    /// The hash of a new password.
    /// - Throws: ``GatewayError/weakPassword(_:)``.
    public func hash(of password: String, user name: String) async throws -> String {
        if let fault = PasswordRule.fault(of: password, user: name) { throw GatewayError.weakPassword(fault) }
        return try await work.run { try PasswordHash(of: password).text }
    }

    /// What no account can have is not looked up; PostgreSQL takes no NUL.
    private func isPlausible(_ name: String, _ password: String, _ alliance: String) -> Bool {
        [name, alliance].allSatisfy { !$0.isEmpty && $0.utf8.count <= 254 && !$0.contains("\0") }
            && password.utf8.count <= PasswordRule.longest
    }

    /// The hash of no password: it is worked on when there is no account, so that the time tells nothing.
    private static let nobodys: PasswordHash = {
        guard let hash = try? PasswordHash(of: "\(UUID())") else {
            preconditionFailure("scrypt takes our cost")
        }
        return hash
    }()
}
